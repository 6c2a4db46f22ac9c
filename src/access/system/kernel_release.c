/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/kernel_release.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/macros.h"
#include "base/memory.h"

static struct kernel_identity running;
static pthread_once_t identified = PTHREAD_ONCE_INIT;

static void identify(void)
{
	struct kernel_identity *identity = &running;
	struct utsname name = { .release = "" };
	CLEANUP_FILE FILE *file = memory_checked(fopen("/proc/version_signature", "re"));

	uname(&name);
	identity->signature[0] = '\0';
	if (file != NULL && fgets(identity->signature, sizeof(identity->signature), file) != NULL)
		identity->signature[strcspn(identity->signature, "\n")] = '\0';
	snprintf(identity->host, sizeof(identity->host), "%s", name.nodename);
	snprintf(identity->version, sizeof(identity->version), "%s", name.version);
	snprintf(identity->machine, sizeof(identity->machine), "%s", name.machine);
	snprintf(identity->release, sizeof(identity->release), "%s", name.release);
}

void kernel_identify(struct kernel_identity *identity)
{
	pthread_once(&identified, identify);
	*identity = running;
}

bool kernel_zeroes_memory(void)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen("/proc/cmdline", "re"));
	char word[64];

	while (file != NULL && fscanf(file, "%63s", word) == 1)
		if (strcmp(word, "init_on_alloc=1") == 0)
			return true;
	return false;
}
