// A library that is none of ours, for tests.
extern "C" int countersign_adapter_v2(void) { return 2; }
