// A library without the symbol of an adapter, for tests.
extern "C" int countersign_adapter_v2(void) { return 2; }
