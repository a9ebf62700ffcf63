# make install PREFIX=... DESTDIR=...: header, library and pkg-config file for other people's programs; `uninstall` removes
# exactly those. The rest of build/ serves Hivebar alone.

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
PKGCONFIGDIR ?= $(LIBDIR)/pkgconfig
INSTALL ?= install
VERSION = $(shell sed -n 's/^  "version": "\(.*\)",$$/\1/p' ../package.json)

ifeq ($(PLATFORM),Darwin)
  INSTALL_LIBRARY := $(INSTALL) -m 0755
  # The library names itself by @rpath, so that the app can carry it.
  PC_RPATH = \ -Wl,-rpath,$${libdir}
else
  INSTALL_LIBRARY := $(INSTALL) -m 0755 -s
  PC_RPATH :=
endif

.PHONY: install uninstall
install: $(LIBRARY)
	$(if $(filter-out /%,$(PREFIX) $(LIBDIR) $(INCLUDEDIR) $(PKGCONFIGDIR)),$(error PREFIX and the other folders must be absolute))
	mkdir -p "$(DESTDIR)$(LIBDIR)" "$(DESTDIR)$(INCLUDEDIR)" "$(DESTDIR)$(PKGCONFIGDIR)"
	$(INSTALL_LIBRARY) $(LIBRARY) "$(DESTDIR)$(LIBDIR)/$(notdir $(LIBRARY))"
	ln -sfn $(notdir $(LIBRARY)) "$(DESTDIR)$(LIBDIR)/$(LIBRARY_LINK)"
	$(INSTALL) -m 0644 include/seqch.h "$(DESTDIR)$(INCLUDEDIR)/seqch.h"
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(VERSION)|' \
	  -e 's|@RPATH@|$(PC_RPATH)|' seqch.pc.in > "$(DESTDIR)$(PKGCONFIGDIR)/seqch.pc"
	chmod 0644 "$(DESTDIR)$(PKGCONFIGDIR)/seqch.pc"

uninstall:
	rm -f "$(DESTDIR)$(LIBDIR)/$(notdir $(LIBRARY))" "$(DESTDIR)$(LIBDIR)/$(LIBRARY_LINK)" \
	  "$(DESTDIR)$(INCLUDEDIR)/seqch.h" "$(DESTDIR)$(PKGCONFIGDIR)/seqch.pc"
