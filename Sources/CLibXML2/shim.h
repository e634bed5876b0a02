#ifndef NARU_CLIBXML2_SHIM_H
#define NARU_CLIBXML2_SHIM_H

// The parts of libxml2 that Naru uses: its push parsers for XML (SAX2) and HTML (SAX1), and nothing that builds a tree, loads a file
// or reaches the network.

// Debian's libxml2 converts encodings by ICU, whose headers clash with those that Foundation brings. Nothing here converts, and no
// structure that differs by it is looked into.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <string.h>

typedef void (*naru_xml_start)(void *context, const xmlChar *name, int attribute_count, const xmlChar **attributes);
typedef void (*naru_xml_end)(void *context, const xmlChar *name);
typedef void (*naru_xml_text)(void *context, const xmlChar *bytes, int count);
typedef void (*naru_xml_doctype)(void *context, int has_external_id);
typedef void (*naru_xml_entity)(void *context);

typedef struct {
  void *context;
  naru_xml_start start;
  naru_xml_end end;
  naru_xml_text text;
  naru_xml_doctype doctype;
  naru_xml_entity entity;
  xmlSAXHandler handler;
  xmlParserCtxtPtr parser;
} naru_xml;

// The parser's user data is the parser itself where libxml2's own callbacks need it; ours find their state in _private.

static inline naru_xml *naru_xml_of(void *user) { return (naru_xml *)((xmlParserCtxtPtr)user)->_private; }

static inline void naru_xml_on_start(
    void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces_count,
    const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes) {
  (void)prefix; (void)uri; (void)namespaces_count; (void)namespaces; (void)defaulted;
  naru_xml *xml = naru_xml_of(user);
  xml->start(xml->context, name, attribute_count, attributes);
}

static inline void naru_xml_on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)prefix; (void)uri;
  naru_xml *xml = naru_xml_of(user);
  xml->end(xml->context, name);
}

static inline void naru_xml_on_text(void *user, const xmlChar *bytes, int count) {
  naru_xml *xml = naru_xml_of(user);
  xml->text(xml->context, bytes, count);
}

static inline void naru_xml_on_doctype(
    void *user, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id) {
  (void)name;
  naru_xml *xml = naru_xml_of(user);
  xml->doctype(xml->context, public_id != NULL || system_id != NULL);
}

static inline void naru_xml_on_entity_declaration(
    void *user, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id, xmlChar *content) {
  (void)name; (void)type; (void)public_id; (void)system_id; (void)content;
  naru_xml *xml = naru_xml_of(user);
  xml->entity(xml->context);
}

static inline void naru_xml_on_unparsed_entity(
    void *user, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id, const xmlChar *notation) {
  (void)name; (void)public_id; (void)system_id; (void)notation;
  naru_xml *xml = naru_xml_of(user);
  xml->entity(xml->context);
}

static inline void naru_xml_on_attribute_declaration(
    void *user, const xmlChar *element, const xmlChar *name, int type, int def, const xmlChar *value,
    xmlEnumerationPtr tree) {
  (void)element; (void)name; (void)type; (void)def; (void)value;
  xmlFreeEnumeration(tree);
  naru_xml *xml = naru_xml_of(user);
  xml->entity(xml->context);
}

static inline xmlEntityPtr naru_xml_on_get_entity(void *user, const xmlChar *name) {
  (void)user;
  return xmlGetPredefinedEntity(name);
}

static inline xmlEntityPtr naru_xml_on_get_parameter_entity(void *user, const xmlChar *name) {
  (void)name;
  naru_xml *xml = naru_xml_of(user);
  xml->entity(xml->context);
  return NULL;
}

static inline xmlParserInputPtr naru_xml_on_resolve(void *user, const xmlChar *public_id, const xmlChar *system_id) {
  (void)user; (void)public_id; (void)system_id;
  return NULL;
}

#if LIBXML_VERSION >= 21200
static inline void naru_xml_on_error(void *user, const xmlError *error) { (void)user; (void)error; }
#else
static inline void naru_xml_on_error(void *user, xmlErrorPtr error) { (void)user; (void)error; }
#endif

// Opens a push parser for UTF-8, whatever the document declares. `xml` must stay where it is until naru_xml_close. 0 when out of
// memory.
static inline int naru_xml_open(naru_xml *xml) {
  xmlInitParser();
  memset(&xml->handler, 0, sizeof xml->handler);
  xml->handler.initialized = XML_SAX2_MAGIC;
  xml->handler.startElementNs = naru_xml_on_start;
  xml->handler.endElementNs = naru_xml_on_end;
  xml->handler.characters = naru_xml_on_text;
  xml->handler.ignorableWhitespace = naru_xml_on_text;
  xml->handler.cdataBlock = naru_xml_on_text;
  xml->handler.internalSubset = naru_xml_on_doctype;
  xml->handler.entityDecl = naru_xml_on_entity_declaration;
  xml->handler.unparsedEntityDecl = naru_xml_on_unparsed_entity;
  xml->handler.attributeDecl = naru_xml_on_attribute_declaration;
  xml->handler.getEntity = naru_xml_on_get_entity;
  xml->handler.getParameterEntity = naru_xml_on_get_parameter_entity;
  xml->handler.resolveEntity = naru_xml_on_resolve;
  xml->handler.serror = naru_xml_on_error;
  xml->parser = xmlCreatePushParserCtxt(&xml->handler, NULL, NULL, 0, NULL);
  if (xml->parser == NULL) return 0;
  xml->parser->_private = xml;
  xmlCtxtUseOptions(xml->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlSwitchEncoding(xml->parser, XML_CHAR_ENCODING_UTF8);
  return 1;
}

// 0 when all is well so far, else libxml2's error.
static inline int naru_xml_feed(naru_xml *xml, const char *bytes, int count, int is_end) {
  xmlParseChunk(xml->parser, bytes, count, is_end);
  if (xml->parser->wellFormed && !xml->parser->disableSAX) return 0;
  return xml->parser->errNo != 0 ? xml->parser->errNo : XML_ERR_INTERNAL_ERROR;
}

static inline void naru_xml_stop(naru_xml *xml) { xmlStopParser(xml->parser); }

static inline int naru_xml_line(const naru_xml *xml) {
  return xml->parser->input != NULL ? xml->parser->input->line : 0;
}

static inline int naru_xml_column(const naru_xml *xml) {
  return xml->parser->input != NULL ? xml->parser->input->col : 0;
}

static inline void naru_xml_close(naru_xml *xml) {
  if (xml->parser == NULL) return;
  if (xml->parser->myDoc != NULL) xmlFreeDoc(xml->parser->myDoc);
  xml->parser->myDoc = NULL;
  xmlFreeParserCtxt(xml->parser);
  xml->parser = NULL;
}

// Whether 64 bytes are plain: characters of XML in UTF-8, given the two bytes before them, and none that is seldom and takes a closer look
// (beginnings of four bytes, U+0800 to U+0FFF, U+FFC0 to U+FFFF). Written with vectors, because it looks at every byte of a document.
static inline int naru_xml_is_plain(const unsigned char *bytes) {
  typedef unsigned char vector __attribute__((vector_size(16)));
  vector suspects = {0};
  for (int index = 0; index < 64; index += 16) {
    vector byte, before, before_that;
    memcpy(&byte, bytes + index, 16);
    memcpy(&before, bytes + index - 1, 16);
    memcpy(&before_that, bytes + index - 2, 16);
    vector continues = (vector)((byte & 0xC0) == 0x80);
    vector expected = (vector)(before >= 0xC0) | (vector)(before_that >= 0xE0);
    vector control = (vector)(byte < 0x20) & ~(vector)((byte == 0x0A) | (byte == 0x0D) | (byte == 0x09));
    vector surrogate = (vector)(before == 0xED) & (vector)(byte >= 0xA0);
    vector last = (vector)((before == 0xEF) & (byte == 0xBF));
    vector seldom = (vector)((byte & 0xFE) == 0xC0) | (vector)(byte == 0xE0) | (vector)(byte >= 0xF0);
    suspects |= (continues ^ expected) | control | surrogate | last | seldom;
  }
  unsigned long long halves[2];
  memcpy(halves, &suspects, 16);
  return (halves[0] | halves[1]) == 0;
}

typedef void (*naru_html_start)(void *context, const xmlChar *name, const xmlChar **attributes);

typedef struct {
  void *context;
  naru_html_start start;
  naru_xml_end end;
  naru_xml_text text;
  htmlSAXHandler handler;
  htmlParserCtxtPtr parser;
} naru_html;

static inline naru_html *naru_html_of(void *user) { return (naru_html *)((htmlParserCtxtPtr)user)->_private; }

static inline void naru_html_on_start(void *user, const xmlChar *name, const xmlChar **attributes) {
  naru_html *html = naru_html_of(user);
  html->start(html->context, name, attributes);
}

static inline void naru_html_on_end(void *user, const xmlChar *name) {
  naru_html *html = naru_html_of(user);
  html->end(html->context, name);
}

static inline void naru_html_on_text(void *user, const xmlChar *bytes, int count) {
  naru_html *html = naru_html_of(user);
  html->text(html->context, bytes, count);
}

static inline int naru_html_open(naru_html *html) {
  xmlInitParser();
  memset(&html->handler, 0, sizeof html->handler);
  html->handler.startElement = naru_html_on_start;
  html->handler.endElement = naru_html_on_end;
  html->handler.characters = naru_html_on_text;
  html->handler.ignorableWhitespace = naru_html_on_text;
  html->handler.serror = naru_xml_on_error;
  html->parser = htmlCreatePushParserCtxt(&html->handler, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  if (html->parser == NULL) return 0;
  html->parser->_private = html;
  htmlCtxtUseOptions(html->parser, HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  return 1;
}

// 0 when all is well so far. HTML is never ill-formed, so an error is one of memory or of a limit.
static inline int naru_html_feed(naru_html *html, const char *bytes, int count, int is_end) {
  htmlParseChunk(html->parser, bytes, count, is_end);
  return html->parser->disableSAX;
}

static inline void naru_html_stop(naru_html *html) { xmlStopParser(html->parser); }

static inline void naru_html_close(naru_html *html) {
  if (html->parser == NULL) return;
  if (html->parser->myDoc != NULL) xmlFreeDoc(html->parser->myDoc);
  html->parser->myDoc = NULL;
  htmlFreeParserCtxt(html->parser);
  html->parser = NULL;
}

#endif
