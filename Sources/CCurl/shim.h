#ifndef NARU_CCURL_SHIM_H
#define NARU_CCURL_SHIM_H

// The variadic functions of libcurl, once per argument type: Swift can not call variadic C functions.

#ifndef CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_TYPECHECK
#endif
#include <curl/curl.h>
#include <sys/socket.h>

typedef size_t (*naru_curl_receive)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode naru_curl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode naru_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode naru_curl_set_string(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode naru_curl_set_bytes(CURL *easy, CURLoption option, const void *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode naru_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode naru_curl_set_body_receiver(CURL *easy, naru_curl_receive receive, void *context) {
  CURLcode result = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
  return result == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_WRITEDATA, context) : result;
}

static inline CURLcode naru_curl_set_header_receiver(CURL *easy, naru_curl_receive receive, void *context) {
  CURLcode result = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, receive);
  return result == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_HEADERDATA, context) : result;
}

// Called before each connection with the address that it goes to; CURL_SOCKET_BAD refuses that address.
static inline CURLcode naru_curl_set_socket_opener(CURL *easy, curl_opensocket_callback open, void *context) {
  CURLcode result = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open);
  return result == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context) : result;
}

// What libcurl does by itself when nobody opens its sockets.
static inline curl_socket_t naru_curl_open_socket(const struct curl_sockaddr *address) {
  int type = address->socktype;
#ifdef SOCK_CLOEXEC
  type |= SOCK_CLOEXEC;
#endif
  return socket(address->family, type, address->protocol);
}

static inline curl_socket_t naru_curl_no_socket(void) { return CURL_SOCKET_BAD; }

static inline CURLcode naru_curl_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode naru_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode naru_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

// Macros that Swift does not import.
static inline CURLcode naru_curl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#endif
