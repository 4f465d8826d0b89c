/* The adapter door, version 1, for implementations in a shared library.
 *
 * A library exports one symbol, countersign_adapter_v1. The messages are the JSON of the adapter
 * protocol (harness/protocol/protocol.md): the same that a program reads from stdin and writes to
 * stdout, one object a message, without the line feed.
 *
 * No exception crosses this door and no memory is freed across it. Lengths follow pointers. Texts
 * are UTF-8 and not terminated by NUL. struct_size lets the struct grow.
 */
#ifndef COUNTERSIGN_ADAPTER_H_
#define COUNTERSIGN_ADAPTER_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Takes one answer. Copies before it returns. */
typedef void (*countersign_emit)(void* sink, const char* json, size_t length);

typedef struct countersign_adapter {
  uint32_t struct_size; /* sizeof(countersign_adapter) as the library was compiled */
  uint32_t abi;         /* 1 */
  /* Answers the hello through emit and returns the state that call and close get. NULL: it cannot
   * serve; whatever it emitted before says why. */
  void* (*open)(const char* hello, size_t length, countersign_emit emit, void* sink);
  /* Answers one request, before it returns or in a later call. */
  void (*call)(void* self, const char* request, size_t length, countersign_emit emit, void* sink);
  void (*close)(void* self);
} countersign_adapter;

const countersign_adapter* countersign_adapter_v1(void);

#ifdef __cplusplus
}
#endif

#endif /* COUNTERSIGN_ADAPTER_H_ */
