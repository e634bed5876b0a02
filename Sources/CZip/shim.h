#ifndef NARU_CZIP_SHIM_H
#define NARU_CZIP_SHIM_H

// libzip, reading only, from bytes that the caller hands it: it never opens a path.

#include <string.h>
#include <zip.h>

// Reads up to `count` bytes at `offset`; -1 when that fails.
typedef zip_int64_t (*naru_zip_read)(void *context, zip_uint64_t offset, void *bytes, zip_uint64_t count);

typedef struct {
  void *context;
  naru_zip_read read;
  zip_uint64_t size;
  zip_uint64_t offset;
  zip_error_t error;
} naru_zip_input;

static inline zip_int64_t naru_zip_call(void *user, void *data, zip_uint64_t length, zip_source_cmd_t command) {
  naru_zip_input *input = (naru_zip_input *)user;
  switch (command) {
  case ZIP_SOURCE_OPEN:
    input->offset = 0;
    return 0;
  case ZIP_SOURCE_READ: {
    zip_uint64_t left = input->size - input->offset;
    zip_uint64_t count = length < left ? length : left;
    if (count == 0) return 0;
    zip_int64_t read = input->read(input->context, input->offset, data, count);
    if (read < 0) {
      zip_error_set(&input->error, ZIP_ER_READ, 0);
      return -1;
    }
    input->offset += (zip_uint64_t)read;
    return read;
  }
  case ZIP_SOURCE_SEEK: {
    zip_int64_t offset = zip_source_seek_compute_offset(input->offset, input->size, data, length, &input->error);
    if (offset < 0) return -1;
    input->offset = (zip_uint64_t)offset;
    return 0;
  }
  case ZIP_SOURCE_TELL:
    return (zip_int64_t)input->offset;
  case ZIP_SOURCE_STAT: {
    zip_stat_t *stat = (zip_stat_t *)data;
    zip_stat_init(stat);
    stat->size = input->size;
    stat->valid = ZIP_STAT_SIZE;
    return sizeof *stat;
  }
  case ZIP_SOURCE_ERROR:
    return zip_error_to_data(&input->error, data, length);
  case ZIP_SOURCE_CLOSE:
  case ZIP_SOURCE_FREE:
    return 0;
  case ZIP_SOURCE_SUPPORTS:
    return zip_source_make_command_bitmap(
        ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
        ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS, -1);
  default:
    zip_error_set(&input->error, ZIP_ER_OPNOTSUPP, 0);
    return -1;
  }
}

// Opens an archive; NULL and an error of libzip when it is none. `input` must stay where it is until the archive is discarded.
static inline zip_t *naru_zip_open(naru_zip_input *input, int *error) {
  zip_error_t found;
  zip_error_init(&found);
  zip_error_init(&input->error);
  input->offset = 0;
  zip_source_t *source = zip_source_function_create(naru_zip_call, input, &found);
  zip_t *archive = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &found);
  if (archive == NULL) {
    *error = zip_error_code_zip(&found);
    if (source != NULL) zip_source_free(source);
  }
  zip_error_fini(&found);
  return archive;
}

// libzip's error of the last call on a file of the archive.
static inline int naru_zip_file_error(zip_file_t *file) { return zip_error_code_zip(zip_file_get_error(file)); }

static inline int naru_zip_archive_error(zip_t *archive) { return zip_error_code_zip(zip_get_error(archive)); }

#endif
