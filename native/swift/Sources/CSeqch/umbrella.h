/* A module map names files beside it; the header is wherever pkg-config found it. */
#include <seqch.h>
