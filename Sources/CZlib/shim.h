#ifndef NARU_CZLIB_SHIM_H
#define NARU_CZLIB_SHIM_H

#include <zlib.h>

// A macro that Swift does not import. 16 more than the window bits: gzip's wrapper and nothing else.
static inline int naru_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
