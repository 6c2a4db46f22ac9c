/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/vfio/holder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "access/system/proc.h"
#include "base/memory.h"
#include "base/shortage.h"

/* The key in fdinfo of a VFIO device before its path in sysfs. */
#define SYSPATH_KEY "vfio-device-syspath:"

/* Major numbers of VFIO's nodes: one for groups, and one for devices (6.6 on) */
#define VFIO_MAJORS 8

/* One descriptor of a VFIO node or device. */
struct holding {
	struct holder by;
	int number;			/* in that process; -1: only a thread has it */
	dev_t node;			/* 0: not a node, but a device descriptor, */
	bool told;			/* that the kernel identifies */
	struct pci_address address;	/* that it is this function's */
};

/*
 * What /proc showed. Kept for the life of the process, because `list` asks for every function
 * and the walk costs a system call for every descriptor of the machine.
 */
static struct {
	pthread_mutex_t lock;
	bool filled;
	int error;			/* positive errno if a file was hidden; 0 none */
	struct holding *holdings;
	size_t count;
	unsigned int major[VFIO_MAJORS];
	size_t majors;
} seen = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Returns 0 or -errno. */
static int remember(const struct holding *holding)
{
	struct holding *grown = memory_grow(seen.holdings, seen.count + 1, sizeof(*grown));

	if (grown == NULL)
		return -ENOMEM;
	grown[seen.count++] = *holding;
	seen.holdings = grown;
	return 0;
}

/*
 * Finds the function of a device descriptor. KNOWN_NO: the device is not a PCI function.
 * KNOWN_NOT: the kernel does not say.
 */
static enum known read_fdinfo(int process, const char *number, struct pci_address *address)
{
	CLEANUP_FD int fd = -1;
	char path[32], text[1024], *value;
	size_t used = 0;
	ssize_t count;

	snprintf(path, sizeof(path), "fdinfo/%.12s", number);
	fd = openat(process, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		shortage_note(errno);
		return KNOWN_NOT;
	}
	do {
		count = read(fd, text + used, sizeof(text) - 1 - used);
		if (count < 0)
			return KNOWN_NOT;
		used += (size_t)count;
	} while (count > 0 && used < sizeof(text) - 1);
	text[used] = '\0';
	value = strstr(text, SYSPATH_KEY);
	if (value == NULL)
		return KNOWN_NOT;
	value += strlen(SYSPATH_KEY);
	value[strcspn(value, "\n")] = '\0';
	value = strrchr(value, '/');
	return value != NULL && address_parse(value + 1, address) ? KNOWN_YES : KNOWN_NO;
}

static void add_major(const char *name, unsigned int number, void *unused)
{
	(void)unused;
	if (strncmp(name, "vfio", 4) != 0)
		return;
	if (seen.majors == VFIO_MAJORS)
		seen.error = ENOBUFS;
	else
		seen.major[seen.majors++] = number;
}

/* Whether a node is VFIO's, under any name and in any directory. */
static bool is_vfio_node(dev_t number)
{
	for (size_t i = 0; i < seen.majors; i++)
		if (seen.major[i] == major(number))
			return true;
	return false;
}

/*
 * Identifies a descriptor. Returns 1 with *holding filled, 0 if it is not VFIO's or its device
 * is not a PCI function, -errno if that cannot be found out.
 */
static int identify(const struct proc_file *file, struct holding *holding)
{
	char target[64];
	struct proc_status status;
	int error = proc_file_status(file, &status);
	enum known told;

	if (error != 0)
		return error;
	holding->node = status.type == S_IFCHR ? status.number : 0;
	if (status.type == S_IFCHR)
		return 1;
	/* a file outside any file system has no type */
	if (status.type != 0 && status.type != S_IFREG)
		return 0;
	error = proc_file_path(file, target, sizeof(target));
	if (error != 0 || strcmp(target, "anon_inode:[vfio-device]") != 0)
		return error;
	told = read_fdinfo(file->process, file->number, &holding->address);
	holding->told = told == KNOWN_YES;
	return told != KNOWN_NO ? 1 : 0;
}

static int look_at_file(const struct proc_file *file, void *unused)
{
	struct holding holding = {
		.by = { .pid = file->pid },
		.number = file->threads ? -1 : (int)atol(file->number),
	};
	int found = identify(file, &holding);

	(void)unused;
	if (found <= 0 || (holding.node != 0 && !is_vfio_node(holding.node)))
		return found < 0 ? found : 0;
	proc_command(file->process, holding.by.command, sizeof(holding.by.command));
	return remember(&holding);
}

static void look_at_all(void)
{
	const struct proc_visitor visitor = { .visit = look_at_file };
	int error;

	if (seen.filled)
		return;
	seen.filled = true;
	error = proc_each_major(add_major, NULL);
	if (error == 0)
		error = proc_each_file(&visitor);
	if (seen.error == 0)
		seen.error = -error;
}

/* Finds by node, or with address by device descriptor. */
static bool find(dev_t node, const struct pci_address *address, struct holder *holder)
{
	bool found = false;

	*holder = (struct holder){ 0 };
	pthread_mutex_lock(&seen.lock);
	look_at_all();
	for (size_t i = 0; i < seen.count && !found; i++) {
		const struct holding *holding = &seen.holdings[i];

		if (address == NULL)
			found = holding->node == node;
		else
			found = holding->node == 0 && holding->told &&
				address_compare(&holding->address, address) == 0;
		if (found)
			*holder = holding->by;
	}
	pthread_mutex_unlock(&seen.lock);
	return found;
}

bool holder_find_node(dev_t node, struct holder *holder)
{
	*holder = (struct holder){ 0 };
	return node != 0 && find(node, NULL, holder);
}

bool holder_find_device(const struct pci_address *address, struct holder *holder)
{
	return find(0, address, holder);
}

/* Whether a process has a node open. The caller holds the lock. */
static bool has_node(pid_t pid, dev_t node)
{
	for (size_t i = 0; i < seen.count; i++) {
		if (seen.holdings[i].by.pid == pid && seen.holdings[i].node == node)
			return node != 0;
	}
	return false;
}

bool holder_has_node(pid_t pid, dev_t node)
{
	bool has;

	pthread_mutex_lock(&seen.lock);
	look_at_all();
	has = has_node(pid, node);
	pthread_mutex_unlock(&seen.lock);
	return has;
}

/* Whether a descriptor is this function's, whose node has this number. */
static enum known belongs(const struct holding *holding, const struct pci_address *address,
			  dev_t node)
{
	if (holding->node != 0)
		return holding->node == node ? KNOWN_YES : KNOWN_NO;
	if (!holding->told)
		return KNOWN_NOT;
	return address_compare(&holding->address, address) == 0 ? KNOWN_YES : KNOWN_NO;
}

size_t holder_descriptors(const struct pci_address *address, dev_t node, dev_t group,
			  struct holder_descriptor **list)
{
	size_t count = 0;

	pthread_mutex_lock(&seen.lock);
	look_at_all();
	*list = memory_take_zeroed(seen.count + 1, sizeof(**list));
	for (int likely = 1; likely >= 0 && *list != NULL; likely--) {
		for (size_t i = 0; i < seen.count; i++) {
			const struct holding *holding = &seen.holdings[i];
			enum known known = belongs(holding, address, node);
			int is_likely = known == KNOWN_YES || has_node(holding->by.pid, group);

			if (known == KNOWN_NO || is_likely != likely)
				continue;
			(*list)[count++] = (struct holder_descriptor){
				.by = holding->by,
				.number = holding->number,
				.certain = known == KNOWN_YES,
			};
		}
	}
	pthread_mutex_unlock(&seen.lock);
	return count;
}

enum known holder_own_descriptor(int descriptor, const struct pci_address *address, dev_t node)
{
	CLEANUP_FD int process = open(PROC_ROOT "/self", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CLEANUP_FD int directory = -1;
	struct holding holding = { .number = descriptor };
	char number[16];
	struct proc_file file = { .process = process, .number = number };

	if (process >= 0)
		directory = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0) {
		shortage_note(errno);
		return KNOWN_NO;
	}
	file.directory = directory;
	snprintf(number, sizeof(number), "%d", descriptor);
	if (identify(&file, &holding) <= 0)
		return KNOWN_NO;
	return belongs(&holding, address, node);
}

bool holder_any(void)
{
	bool any;

	pthread_mutex_lock(&seen.lock);
	look_at_all();
	any = seen.count > 0;
	pthread_mutex_unlock(&seen.lock);
	return any;
}

int holder_error(void)
{
	int error;

	pthread_mutex_lock(&seen.lock);
	look_at_all();
	error = seen.error;
	pthread_mutex_unlock(&seen.lock);
	return error;
}

bool holder_sees_all(void)
{
	int error = holder_error();

	return error == 0 || error == EXDEV;
}

void holder_forget(void)
{
	pthread_mutex_lock(&seen.lock);
	free(seen.holdings);
	seen.holdings = NULL;
	seen.count = 0;
	seen.majors = 0;
	seen.filled = false;
	seen.error = 0;
	pthread_mutex_unlock(&seen.lock);
}
