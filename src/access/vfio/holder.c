/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/vfio/holder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

#include "access/system/proc.h"
#include "base/memory.h"
#include "base/shortage.h"

/* What fdinfo of a VFIO device says before its path in sysfs. */
#define SYSPATH_KEY "vfio-device-syspath:"

/* One descriptor that has to do with VFIO. */
struct holding {
	struct holder by;
	int number;			/* in that process */
	dev_t node;			/* 0: not a node, but a device descriptor, */
	bool told;			/* of which the kernel tells */
	struct pci_address address;	/* that it is this function's */
};

/*
 * What /proc said. Kept for the life of the process, as `list` asks for every
 * function and the walk costs a system call for every descriptor of the
 * machine.
 */
static struct {
	pthread_mutex_t lock;
	bool filled, incomplete;
	struct holding *holdings;
	size_t count;
} seen = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void remember(const struct holding *holding)
{
	struct holding *grown = memory_grow(seen.holdings, seen.count + 1, sizeof(*grown));

	if (grown == NULL) {
		seen.incomplete = true;
		return;
	}
	grown[seen.count++] = *holding;
	seen.holdings = grown;
}

/*
 * The function that a device descriptor belongs to: KNOWN_NO where it belongs
 * to a device that is no PCI function, KNOWN_NOT where the kernel does not say.
 */
static enum known read_fdinfo(int process, const char *number, struct pci_address *address)
{
	CLEANUP_FD int fd = -1;
	char path[32], text[1024], *value;
	ssize_t count;

	snprintf(path, sizeof(path), "fdinfo/%.12s", number);
	fd = openat(process, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		shortage_note(errno);
		return KNOWN_NOT;
	}
	count = read(fd, text, sizeof(text) - 1);
	if (count <= 0)
		return KNOWN_NOT;
	text[count] = '\0';
	value = strstr(text, SYSPATH_KEY);
	if (value == NULL)
		return KNOWN_NOT;
	value += strlen(SYSPATH_KEY);
	value[strcspn(value, "\n")] = '\0';
	value = strrchr(value, '/');
	return value != NULL && address_parse(value + 1, address) ? KNOWN_YES : KNOWN_NO;
}

/* What one descriptor is; false: nothing of VFIO's, or the device of no PCI function. */
static bool identify(int process, int directory, const char *number, struct holding *holding)
{
	char target[PATH_MAX];
	struct stat status;
	ssize_t length = readlinkat(directory, number, target, sizeof(target) - 1);
	enum known told;

	if (length < 0)
		return false;
	target[length] = '\0';
	/* Saves the others a stat(), which can hang on a dead file server. */
	if (strstr(target, "vfio") == NULL)
		return false;
	if (strcmp(target, "anon_inode:[vfio-device]") == 0) {
		told = read_fdinfo(process, number, &holding->address);
		holding->told = told == KNOWN_YES;
		return told != KNOWN_NO;
	}
	if (fstatat(directory, number, &status, 0) < 0 || !S_ISCHR(status.st_mode))
		return false;
	holding->node = status.st_rdev;
	return true;
}

static void look_at_file(const struct proc_file *file, void *unused)
{
	struct holding holding = { .by = { .pid = file->pid }, .number = (int)atol(file->number) };

	(void)unused;
	if (!identify(file->process, file->directory, file->number, &holding))
		return;
	proc_command(file->process, holding.by.command, sizeof(holding.by.command));
	remember(&holding);
}

static void look_at_all(void)
{
	if (seen.filled)
		return;
	seen.filled = true;
	if (!proc_each_file(look_at_file, NULL))
		seen.incomplete = true;
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

/* Whether a process has a node open; the lock is held. */
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

/* Whether a descriptor is the function's, whose node has this number. */
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

	if (process >= 0)
		directory = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0) {
		shortage_note(errno);
		return KNOWN_NO;
	}
	snprintf(number, sizeof(number), "%d", descriptor);
	if (!identify(process, directory, number, &holding))
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

bool holder_sees_all(void)
{
	bool all;

	pthread_mutex_lock(&seen.lock);
	look_at_all();
	all = !seen.incomplete;
	pthread_mutex_unlock(&seen.lock);
	return all;
}

void holder_forget(void)
{
	pthread_mutex_lock(&seen.lock);
	free(seen.holdings);
	seen.holdings = NULL;
	seen.count = 0;
	seen.filled = false;
	seen.incomplete = false;
	pthread_mutex_unlock(&seen.lock);
}
