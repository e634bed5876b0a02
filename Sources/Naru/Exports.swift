// What stands in the façade's signatures, so that `import Naru` is all that an embedding back end writes.
@_exported public import ChannelSync
@_exported public import CommonValues
@_exported public import Ingest
@_exported public import KakaoSync
@_exported public import ShopModel
@_exported public import Store
