public import ShopModel

/// Where the value of one field stands in an export, and how it is read.
///
/// What a value must look like follows from the field: a phone number for `phone`, a time for `joined_at` and so on.
public struct FieldMapping: Sendable, Hashable {
  /// One place where the value may stand.
  public struct Source: Sendable, Hashable {
    /// The labels under which the column is known; a file has at most one of them.
    public var labels: [String]
    /// The labels of a second column, with the time of day that belongs to the date in the first.
    public var time: [String]
    /// What is asked of a value and taken off it.
    public var rule = SourceRule()

    /// A place.
    public init(labels: [String], time: [String] = []) {
      self.labels = labels
      self.time = time
    }
  }

  /// What some words of a column stand for.
  public struct Words: Sendable, Hashable {
    /// The canonical word (`female`, `paid`) or, for a text field, the text to write.
    public var meaning: String
    /// The words of the column.
    public var words: [String]
  }

  /// The places, likeliest first: the first that is not blank counts.
  public var sources: [Source]
  /// Whether a column may stand more than once in a file; then the first that is not blank counts.
  public var repeats = false
  /// Whether a file without the column is refused.
  public var isRequired = false
  /// Words that stand for an empty cell here, besides the blank markers.
  public var blank: [String] = []
  /// The words that are translated. One that begins or ends with `*` stands for every value that ends or begins so.
  public var words: [Words] = []
  /// Whether a value that is none of the words counts as blank.
  public var leavesOutOthers = false
  /// What stands between several ids in one value; nil when a value is one id.
  public var separator: String?
  /// What is taken where nothing else is.
  public var constant: String?

  /// Whether it becomes an attribute, in which blank markers are values.
  var isAttribute = false
  /// Whether a blank value of a Kakao user id ends the one that was stated; so in canonical JSON only.
  var endsWhenBlank = false

  /// A field in one column.
  public init(_ labels: [String]) { sources = labels.isEmpty ? [] : [Source(labels: labels)] }
}

/// A column of yes and no, and its date.
public struct FlagMapping: Sendable, Hashable {
  /// The column.
  public var state: FieldMapping
  /// Words for yes.
  public var yes: [String] = []
  /// Words for no.
  public var no: [String] = []
  /// The column with the date of the yes.
  public var yesAt: FieldMapping?
  /// The column with the date of the no.
  public var noAt: FieldMapping?
  /// The column with the date of the last change, whatever it was.
  public var changedAt: FieldMapping?

  /// A flag in one column.
  public init(_ state: FieldMapping) { self.state = state }
}

/// A column that becomes an attribute of the member.
public struct AttributeMapping: Sendable, Hashable {
  /// The attribute's name, 1 to 255 bytes.
  public let name: String
  /// Where it stands.
  public let mapping: FieldMapping

  /// An attribute in the column with one of these labels; with its own name for a label when there are none.
  public init(name: String, labels: [String] = []) {
    self.init(name: name, mapping: FieldMapping(labels.isEmpty ? [name] : labels))
  }

  init(name: String, mapping: FieldMapping) {
    self.name = name
    var mapping = mapping
    mapping.isAttribute = true
    self.mapping = mapping
  }
}

/// How the rows of a member export become members.
public struct MemberExportMapping: Sendable {
  /// Where the rows stand in a file.
  public var layout = ExportLayout()
  /// Whether an export can hold every member, so that who is absent has left.
  public var mayBeComplete = true
  /// The member's id: the first of its places that a file has.
  public var id = FieldMapping([])
  /// When the row was last changed at the shop.
  public var updatedAt: FieldMapping?
  /// The fields that the platform's exports may have.
  public var fields: [MemberField: FieldMapping] = [:]
  /// Whether the member has left; the date of the yes is the day of leaving.
  public var withdrawn: FlagMapping?
  /// Whether the member is dormant.
  public var dormant: FlagMapping?
  /// The consents.
  public var consents: [ConsentKind: FlagMapping] = [:]
  /// Declared attributes.
  public var attributes: [AttributeMapping] = []
}

/// How the rows of an order export become orders. One row may be an order or an item: rows with the same id are one order.
public struct OrderExportMapping: Sendable {
  /// Where the rows stand in a file.
  public var layout = ExportLayout()
  /// Whether a row without an id belongs to the order above it.
  public var fillsDown = false
  /// Whether the buyer's phone number and e-mail address are for the delivery of that one order only: then they are not taken over at all.
  public var contactsAreForDelivery = false
  /// The order's id: the first of its places that a file has.
  public var id = FieldMapping([])
  /// When the row was last changed at the shop.
  public var updatedAt: FieldMapping?
  /// The fields that the platform's exports may have, without `items`.
  public var fields: [OrderField: FieldMapping] = [:]
  /// Refunds known, to be taken off the total.
  public var refunded: FieldMapping?
  /// What tells one item of an order from another, so that an item that stands twice counts once.
  public var itemID: FieldMapping?
  /// The item's name.
  public var itemName: FieldMapping?
  /// How many pieces.
  public var itemQuantity: FieldMapping?
  /// The price of one piece.
  public var itemPrice: FieldMapping?
  /// What was paid for the item; summed up to the order's total where the file has no column for that.
  public var itemTotal: FieldMapping?
  /// What stands between several items in one cell; nil when a cell is one item's.
  public var itemSeparator: String?
  /// The paths of the lists of items in a webhook's body; the first that is there counts.
  public var itemPaths: [String] = []
}
