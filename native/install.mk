# make install PREFIX=... DESTDIR=...: header, library and pkg-config file for other people's programs; `uninstall` removes
# exactly those. The rest of build/ serves Hivebar alone.

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
PKGCONFIGDIR ?= $(LIBDIR)/pkgconfig
INSTALL ?= install
VERSION = $(shell sed -n 's/^  "version": "\(.*\)",$$/\1/p' ../package.json)

INSTALLED = $(DESTDIR)$(LIBDIR)/$(notdir $(LIBRARY))

ifeq ($(PLATFORM),Darwin)
  # On macOS a program remembers its libraries by the name that they give themselves: the app's copy is @rpath/..., which
  # moves with the app, the installed one its own path. Swift packages may not set an rpath through pkg-config.
  INSTALL_LIBRARY = $(CXX) $(CXXFLAGS) $(subst @rpath/,$(LIBDIR)/,$(LIBRARY_FLAGS)) -o "$(INSTALLED)" $(LIBRARY_OBJECTS)
else
  INSTALL_LIBRARY = $(INSTALL) -m 0755 -s $(LIBRARY) "$(INSTALLED)"
endif

.PHONY: install uninstall
install: $(LIBRARY)
	$(if $(filter-out /%,$(PREFIX) $(LIBDIR) $(INCLUDEDIR) $(PKGCONFIGDIR)),$(error PREFIX and the other folders must be absolute))
	mkdir -p "$(DESTDIR)$(LIBDIR)" "$(DESTDIR)$(INCLUDEDIR)" "$(DESTDIR)$(PKGCONFIGDIR)"
	$(INSTALL_LIBRARY)
	ln -sfn $(notdir $(LIBRARY)) "$(DESTDIR)$(LIBDIR)/$(LIBRARY_LINK)"
	$(INSTALL) -m 0644 include/seqch.h "$(DESTDIR)$(INCLUDEDIR)/seqch.h"
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(VERSION)|' \
	  seqch.pc.in > "$(DESTDIR)$(PKGCONFIGDIR)/seqch.pc"
	chmod 0644 "$(DESTDIR)$(PKGCONFIGDIR)/seqch.pc"

uninstall:
	rm -f "$(INSTALLED)" "$(DESTDIR)$(LIBDIR)/$(LIBRARY_LINK)" \
	  "$(DESTDIR)$(INCLUDEDIR)/seqch.h" "$(DESTDIR)$(PKGCONFIGDIR)/seqch.pc"
