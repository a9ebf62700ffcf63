# Fuzzers: every fuzz/*_fuzz.cpp becomes build/fuzz/<name>, with the library's sources, libFuzzer, ASan and UBSan in it.
#
# They need a clang that brings libFuzzer: Debian's clang with libclang-rt-dev, or Homebrew's llvm, because Apple's
# clang has none. FUZZ_CXX names another one.

FUZZ_CXX ?= $(firstword $(wildcard /opt/homebrew/opt/llvm/bin/clang++ /usr/local/opt/llvm/bin/clang++) clang++)
FUZZ_SOURCES := $(wildcard fuzz/*_fuzz.cpp)
FUZZERS := $(patsubst fuzz/%.cpp,build/fuzz/%,$(FUZZ_SOURCES))
FUZZ_CXXFLAGS := -std=c++20 -O1 -g1 $(WARNINGS) -Iinclude -Isrc -Ifuzz $(THREADS) -fsanitize=address,undefined \
  -fno-sanitize-recover=all -fno-omit-frame-pointer

fuzz_object = $(patsubst %.cpp,build/fuzz/obj/%.o,$(1))
FUZZ_LIBRARY_OBJECTS := $(call fuzz_object,$(LIBRARY_SOURCES))

.PHONY: fuzz fuzz-compiler
fuzz: $(FUZZERS)

# Said once and in words, instead of what a linker says of a library that it cannot find.
fuzz-compiler:
	@echo 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, decltype(sizeof 0)) { return 0; }' | \
	  $(FUZZ_CXX) -fsanitize=fuzzer,address,undefined -x c++ - -o /dev/null 2>/dev/null || { \
	  echo "The fuzzers need clang with libFuzzer, and $(FUZZ_CXX) has none." >&2; \
	  echo "Debian: apt-get install clang libclang-rt-dev. macOS: brew install llvm." >&2; \
	  echo "Any other: make fuzz FUZZ_CXX=/path/to/clang++" >&2; \
	  exit 1; }

$(FUZZERS): build/fuzz/%: build/fuzz/obj/fuzz/%.o $(FUZZ_LIBRARY_OBJECTS)
	$(FUZZ_CXX) $(FUZZ_CXXFLAGS) -fsanitize=fuzzer -o $@ $^

build/fuzz/obj/%.o: %.cpp Makefile fuzz/fuzz.mk | fuzz-compiler
	@mkdir -p $(@D)
	$(FUZZ_CXX) $(FUZZ_CXXFLAGS) -fsanitize=fuzzer-no-link -MMD -MP -c -o $@ $<

-include $(FUZZ_LIBRARY_OBJECTS:.o=.d) $(patsubst %,%.d,$(call fuzz_object,$(FUZZ_SOURCES:.cpp=)))
