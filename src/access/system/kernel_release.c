/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/system/kernel_release.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/macros.h"

/* Copies the digits and dots at the start of text; false where there are no two dots. */
static bool copy_release(const char *text, char *stable, size_t size)
{
	size_t length = strspn(text, "0123456789.");
	int dots = 0;

	for (size_t i = 0; i < length; i++)
		dots += text[i] == '.';
	if (dots < 2 || length >= size)
		return false;
	memcpy(stable, text, length);
	stable[length] = '\0';
	return true;
}

/* Whether both begin with the same "A.B."; a rebuilt kernel may carry another's words. */
static bool same_series(const char *text, const char *release)
{
	size_t major = strcspn(release, "."), length;

	if (release[major] == '\0')
		return false;
	length = major + 1 + strspn(release + major + 1, "0123456789");
	return strncmp(text, release, length) == 0 && text[length] == '.';
}

/* Whether the patch level in `uname -r` is a placeholder or from another scheme. */
static bool hides_level(const char *release)
{
	const char *patch = strchr(release, '.');

	patch = patch != NULL ? strchr(patch + 1, '.') : NULL;
	if (patch == NULL || strstr(release, ".el") != NULL)
		return true;
	return patch[1] == '0' && patch[2] == '-';
}

void kernel_stable(const char *release, const char *version, const char *signature,
		   char *stable, size_t size)
{
	const char *debian = strstr(version, "Debian ");
	const char *last = strrchr(signature, ' ');

	stable[0] = '\0';
	if (debian != NULL && same_series(debian + strlen("Debian "), release) &&
	    copy_release(debian + strlen("Debian "), stable, size))
		return;
	if (last != NULL && same_series(last + 1, release) &&
	    copy_release(last + 1, stable, size))
		return;
	if (!hides_level(release))
		copy_release(release, stable, size);
}

void kernel_identify(struct kernel_identity *identity)
{
	struct utsname name = { .release = "" };
	char signature[256] = "";
	CLEANUP_FILE FILE *file = fopen("/proc/version_signature", "re");

	uname(&name);
	if (file != NULL && fgets(signature, sizeof(signature), file) != NULL)
		signature[strcspn(signature, "\n")] = '\0';
	snprintf(identity->host, sizeof(identity->host), "%s", name.nodename);
	snprintf(identity->version, sizeof(identity->version), "%s", name.version);
	snprintf(identity->release, sizeof(identity->release), "%s", name.release);
	kernel_stable(name.release, name.version, signature, identity->stable,
		      sizeof(identity->stable));
}

bool kernel_zeroes_memory(void)
{
	CLEANUP_FILE FILE *file = fopen("/proc/cmdline", "re");
	char word[64];

	while (file != NULL && fscanf(file, "%63s", word) == 1)
		if (strcmp(word, "init_on_alloc=1") == 0)
			return true;
	return false;
}
