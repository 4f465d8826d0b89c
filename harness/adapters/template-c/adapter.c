/* A Countersign adapter in a shared library, to fill in: it runs as it is, and skips every request.
 *
 * Call your presigner at HERE, name in HELLO the features that it has, and run:
 *   cc -std=c99 -shared -fPIC -I../../include -o libmine.so adapter.c
 *   countersign run --library ./libmine.so
 *
 * This file uses no JSON library. Field() finds a text without escapes, which is enough for method, host,
 * region, now and similar fields. For keys, paths and headers use your own JSON reader.
 */
#include <countersign/adapter.h>
#include <stdio.h>
#include <string.h>

#define HELLO                                                                          \
  "\"protocol\":1,\"name\":\"mine\",\"version\":\"0\",\"language\":\"c\","             \
  "\"ops\":[\"presign\"],\"features\":[],\"clock\":\"injected\",\"errors\":\"class\"," \
  "\"max_inflight\":1"

/* Returns what follows `"name":`, or NULL if that is missing. Requests have no spaces. */
static const char* After(const char* json, size_t length, const char* name) {
  char quoted[64];
  int n = snprintf(quoted, sizeof quoted, "\"%s\":", name);
  if (n < 0 || (size_t)n >= sizeof quoted) return NULL;
  for (size_t i = 0; i + (size_t)n < length; i++) {
    if (memcmp(json + i, quoted, (size_t)n) == 0) return json + i + n;
  }
  return NULL;
}

/* Copies the text of a field to `out`, which has `room` bytes. Returns 0 if the field is missing, is not
 * a text, has escapes or does not fit. */
static int Field(const char* json, size_t length, const char* name, char* out, size_t room) {
  const char* at = After(json, length, name);
  if (at == NULL || *at != '"') return 0;
  for (size_t n = 0; ++at < json + length && n + 1 < room; n++) {
    if (*at == '\\') return 0;
    if (*at == '"') {
      out[n] = '\0';
      return 1;
    }
    out[n] = *at;
  }
  return 0;
}

static long long Id(const char* json, size_t length) {
  const char* at = After(json, length, "id");
  long long id = 0;
  while (at != NULL && at < json + length && *at >= '0' && *at <= '9') id = id * 10 + (*at++ - '0');
  return id;
}

static void Presign(const char* request, size_t length, char* answer, size_t room) {
  char method[16];
  if (!Field(request, length, "method", method, sizeof method)) {
    snprintf(answer, room, "\"fault\":{\"message\":\"no method\"}");
    return;
  }
  /* HERE. For instance:
   *   snprintf(answer, room, "\"ok\":{\"url\":\"%s\"}", mine_presign(method, …));
   * and if yours refuses the input: "\"reject\":{\"class\":\"expires-too-long\"}" */
  snprintf(answer, room, "\"skip\":{\"issue\":\"https://example.com/mine/issues/1\"}");
}

static void Answer(long long id, const char* body, countersign_emit emit, void* sink) {
  char line[4096];
  int n = snprintf(line, sizeof line, "{\"id\":%lld,%s}", id, body);
  if (n > 0 && (size_t)n < sizeof line) emit(sink, line, (size_t)n);
}

static int state; /* what Open returns; yours may need more */

static void* Open(const char* hello, size_t length, countersign_emit emit, void* sink) {
  Answer(Id(hello, length), "\"ok\":{" HELLO "}", emit, sink);
  return &state;
}

static void Call(void* self, const char* request, size_t length, countersign_emit emit,
                 void* sink) {
  char body[4000];
  (void)self;
  Presign(request, length, body, sizeof body);
  Answer(Id(request, length), body, emit, sink);
}

static void Close(void* self) { (void)self; }

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const countersign_adapter*
countersign_adapter_v1(void) {
  static const countersign_adapter adapter = {sizeof adapter, 1, Open, Call, Close};
  return &adapter;
}
