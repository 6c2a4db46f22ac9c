/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/module_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/files/compressed.h"
#include "access/files/elf.h"
#include "access/files/input.h"
#include "base/error_text.h"

/* The most bytes of a vmlinux. Debian's with all symbols has 600 MiB. */
#define VMLINUX_LIMIT ((size_t)1 << 30)

/* struct perm_bits of vfio_pci_config.c: two pointers to data, two to functions */
#define PERMISSION_POINTERS 4

static int fault_file(struct fault *fault, enum elf_state state)
{
	static const char *const why[] = {
		[ELF_OTHER] = "it is not an ELF file, as kernel modules are",
		[ELF_DAMAGED] = "it is damaged: its headers lead past its end",
		[ELF_STRIPPED] = "its symbols, which say where its tables are, were stripped",
	};

	fault_set(fault, FAULT_UNSUPPORTED, EINVAL, "%s", why[state]);
	if (state == ELF_STRIPPED)
		fault_hint(fault, "take one that was installed with INSTALL_MOD_STRIP=1 at most");
	return -EINVAL;
}

static int fault_layout(struct fault *fault, const char *object)
{
	fault_set(fault, FAULT_UNSUPPORTED, EINVAL, "it has no table %s as VFIO for PCI has",
		  object);
	fault_hint(fault, "the file is vfio-pci-core.ko, before Linux 5.15 vfio-pci.ko, or a vmlinux with VFIO built in");
	return -EINVAL;
}

/* The value of "name=" in .modinfo, up to a blank. */
static void take_modinfo(const struct elf *elf, const char *name, char *text, size_t size)
{
	struct elf_bytes info;
	size_t length = strlen(name), used = 0;
	uint64_t at = 0;

	text[0] = '\0';
	if (!elf_section(elf, ".modinfo", &info))
		return;
	while (at + length < info.size && memcmp(info.bytes + at, name, length) != 0) {
		while (at < info.size && info.bytes[at] != '\0')
			at++;
		at++;
	}
	for (at += length; at < info.size && used + 1 < size; at++) {
		if (info.bytes[at] == '\0' || info.bytes[at] == ' ')
			break;
		text[used++] = (char)info.bytes[at];
	}
	text[used] = '\0';
}

/* "Linux version 6.1.0-56-amd64 (...) ... Debian 6.1.192-2 (...)", of a vmlinux */
static void take_banner(const struct elf *elf, struct module_facts *facts)
{
	static const char start[] = "Linux version ";
	struct elf_bytes banner;

	if (!elf_object(elf, "linux_banner", &banner) || banner.bytes == NULL ||
	    banner.size <= strlen(start) || memcmp(banner.bytes, start, strlen(start)) != 0)
		return;
	for (size_t i = 0; i + 1 < sizeof(facts->version) && strlen(start) + i < banner.size; i++)
		facts->version[i] = (char)banner.bytes[strlen(start) + i];
	snprintf(facts->release, sizeof(facts->release), "%.*s",
		 (int)strcspn(facts->version, " \n"), facts->version);
}

/* Counts the entries of an array of struct perm_bits; 0 if it is no such array. */
static unsigned int count_permissions(const struct elf *elf, const char *name)
{
	const unsigned int entry = PERMISSION_POINTERS * (elf->is_64 ? 8 : 4);
	struct elf_bytes object;

	if (!elf_object(elf, name, &object) || object.size % entry != 0 ||
	    object.size / entry > 0x100)
		return 0;
	return (unsigned int)(object.size / entry);
}

/*
 * Takes pci_cap_length[], in bytes, and pci_ext_cap_length[], in words, one for each
 * permission.
 */
static int take_lengths(const struct elf *elf, struct kernel_tables *tables, struct fault *fault)
{
	struct elf_bytes standard, extended;

	tables->standards = count_permissions(elf, "cap_perms");
	tables->extendeds = count_permissions(elf, "ecap_perms");
	if (tables->standards == 0)
		return fault_layout(fault, "cap_perms");
	if (tables->extendeds == 0)
		return fault_layout(fault, "ecap_perms");
	if (!elf_object(elf, "pci_cap_length", &standard) || standard.bytes == NULL ||
	    standard.size != tables->standards)
		return fault_layout(fault, "pci_cap_length");
	if (!elf_object(elf, "pci_ext_cap_length", &extended) || extended.bytes == NULL ||
	    extended.size != 2 * tables->extendeds)
		return fault_layout(fault, "pci_ext_cap_length");
	for (unsigned int i = 0; i < tables->standards; i++)
		tables->standard_length[i] = (uint8_t)elf_number(elf, &standard, i, 1);
	for (unsigned int i = 0; i < tables->extendeds; i++)
		tables->extended_length[i] = (uint16_t)elf_number(elf, &extended, 2 * i, 2);
	return 0;
}

/* The description of the note NT_GNU_BUILD_ID, after its header and the name "GNU". */
static void take_build_id(const struct elf *elf, struct module_facts *facts)
{
	struct elf_bytes note;

	if (!elf_section(elf, ".note.gnu.build-id", &note) || note.size <= 16 ||
	    note.size - 16 > sizeof(facts->build_id))
		return;
	facts->build_id_size = (unsigned int)(note.size - 16);
	memcpy(facts->build_id, note.bytes + 16, facts->build_id_size);
}

int module_file_parse(const uint8_t *bytes, size_t size, struct module_facts *facts,
		      struct fault *fault)
{
	struct elf_bytes object;
	struct elf elf;
	enum elf_state state = elf_open(bytes, size, &elf);
	int error;

	memset(facts, 0, sizeof(*facts));
	if (state != ELF_FINE)
		return fault_file(fault, state);
	take_modinfo(&elf, "vermagic=", facts->release, sizeof(facts->release));
	if (facts->release[0] == '\0')
		take_banner(&elf, facts);
	error = take_lengths(&elf, &facts->tables, fault);
	if (error != 0)
		return error;
	facts->unknown_ro = elf_object(&elf, "direct_ro_perms", &object);
	if (elf_function(&elf, "vfio_pci_is_intel_display"))
		facts->any_display = KNOWN_YES;
	take_build_id(&elf, facts);
	return 0;
}

/* A file of another user is not trusted. */
static int check_owner(int fd, struct fault *fault)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return fault_set(fault, FAULT_IO, errno, "cannot be read: %s", error_text(errno));
	if (!S_ISREG(status.st_mode))
		return fault_set(fault, FAULT_IO, EINVAL, "it is not a regular file");
	if ((status.st_uid != 0 && status.st_uid != geteuid()) || status.st_mode & S_IWOTH ||
	    (status.st_mode & S_IWGRP && status.st_gid != getegid())) {
		fault_set(fault, FAULT_REFUSED, EPERM,
			  "it is another user's, or others can write it: what it says is not trusted");
		fault_hint(fault, "make a copy of your own: cp FILE COPY && chmod go-w COPY");
		return -EPERM;
	}
	return 0;
}

/* Reads and decompresses a file. The caller frees *bytes. */
static int read_file(const char *path, uint8_t **bytes, size_t *size, struct fault *fault)
{
	CLEANUP_FD int fd = input_open(path, fault);
	uint8_t magic[COMPRESSED_MAGIC_SIZE];
	ssize_t count;
	int error;

	if (fd < 0)
		return fd;
	error = check_owner(fd, fault);
	if (error != 0)
		return error;
	count = pread(fd, magic, sizeof(magic), 0);
	/* an earlier descriptor of the file may share this position */
	if (count < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return fault_set(fault, FAULT_IO, errno, "cannot be read: %s", error_text(errno));
	return compressed_read_whole(fd, compression_find(magic, (size_t)count) == COMPRESSION_NONE
				     ? VMLINUX_LIMIT : COMPRESSED_MODULE_LIMIT,
				     bytes, size, fault);
}

char *module_file_beside(const char *path)
{
	static const char core[] = "vfio-pci-core";
	char *beside = strdup(path);
	char *name = beside != NULL ? strrchr(beside, '/') : NULL;

	name = name != NULL ? name + 1 : beside;
	if (name == NULL || strncmp(name, core, strlen(core)) != 0) {
		free(beside);
		return NULL;
	}
	memmove(name + strlen("vfio-pci"), name + strlen(core), strlen(name + strlen(core)) + 1);
	return beside;
}

/*
 * vfio-pci.ko in the directory of vfio-pci-core.ko has the function. If the file exists
 * without the function, the kernel has none; if the file is missing, that is not known.
 */
static void look_beside(const char *path, struct module_facts *facts)
{
	CLEANUP_FREE char *beside = module_file_beside(path);
	CLEANUP_FREE uint8_t *bytes = NULL;
	struct fault fault = { .code = FAULT_NONE };
	struct elf elf;
	size_t size;

	if (beside == NULL)
		return;
	if (read_file(beside, &bytes, &size, &fault) == 0 &&
	    elf_open(bytes, size, &elf) == ELF_FINE)
		facts->any_display = elf_function(&elf, "vfio_pci_is_intel_display") ? KNOWN_YES
										    : KNOWN_NO;
}

int module_file_read(const char *path, struct module_facts *facts, struct fault *fault)
{
	CLEANUP_FREE uint8_t *bytes = NULL;
	size_t size;
	int error = read_file(path, &bytes, &size, fault);

	if (error == 0)
		error = module_file_parse(bytes, size, facts, fault);
	if (error == 0 && facts->any_display == KNOWN_NOT)
		look_beside(path, facts);
	return error;
}
