/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

#include "base/shortage.h"

void *library_open(const char *soname, const struct library_symbol *symbols, size_t count,
		   void *functions, const char **why)
{
	void *library;

	errno = 0;
	library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		shortage_note(errno);
	*why = library == NULL ? dlerror() : NULL;
	for (size_t i = 0; library != NULL && i < count; i++) {
		void *symbol = dlsym(library, symbols[i].name);

		if (symbol == NULL) {
			*why = dlerror();
			dlclose(library);
			return NULL;
		}
		/* ISO C has no conversion from an object's to a function's address. */
		memcpy((char *)functions + symbols[i].offset, &symbol, sizeof(symbol));
	}
	return library;
}
