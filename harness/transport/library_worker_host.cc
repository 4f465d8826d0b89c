#include "transport/library_worker.h"

// A program that hosts a library as the countersign executable does, for tests:
// library_worker_host library-worker FILE.
int main(int argc, char** argv) { return argc == 3 ? countersign::LibraryWorker(argv[2]) : 2; }
