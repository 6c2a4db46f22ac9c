/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/drivers/boot_rule.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/system/sysfs.h"
#include "base/error_text.h"

/* A test of this layer has a directory of its own. */
#ifndef DRIVERCTL
#define DRIVERCTL "/etc/driverctl.d"
#endif

/* The first line of this program's files. */
#define FIRST_LINE "# Made by vfio-cfgtool bind --persistent, which replaces this file; unbind --persistent removes it.\n"

/*
 * driver_override names the driver that gets the device. The write to drivers_probe binds it
 * if the driver's module is loaded already. If not, loading the module binds it. udev(7) has
 * the matches and ATTR{[subsystem/pci]...}.
 */
#define RULE_FORMAT									\
	"ACTION==\"add\", SUBSYSTEM==\"pci\", KERNEL==\"%s\", "				\
	"ATTR{vendor}==\"0x%04x\", ATTR{device}==\"0x%04x\", "				\
	"ATTR{subsystem_vendor}==\"0x%04x\", ATTR{subsystem_device}==\"0x%04x\", "	\
	"ATTR{driver_override}=\"%s\", ATTR{[subsystem/pci]drivers_probe}=\"$kernel\", "	\
	"RUN{builtin}+=\"kmod load %s\"\n"

#define NAME_SIZE 64

/* The name of a rule's file. */
static const char *rule_name(const struct pci_address *address, char name[NAME_SIZE])
{
	char text[ADDRESS_TEXT_SIZE];

	snprintf(name, NAME_SIZE, "70-vfio-cfgtool-%s.rules", address_format(address, text));
	return name;
}

/* The name of the file while it is written, which udev ignores. */
static const char *temporary_name(const struct pci_address *address, char name[NAME_SIZE])
{
	char text[ADDRESS_TEXT_SIZE];

	snprintf(name, NAME_SIZE, ".70-vfio-cfgtool-%s.new", address_format(address, text));
	return name;
}

const char *boot_rule_path(const struct pci_address *address, char path[BOOT_RULE_PATH_SIZE])
{
	char name[NAME_SIZE];

	snprintf(path, BOOT_RULE_PATH_SIZE, "%s/%s", BOOT_RULES, rule_name(address, name));
	return path;
}

/* Whether a name has only characters without a meaning for udev and kmod. */
static bool is_plain(const char *driver)
{
	return driver[0] != '\0' && driver[0] != '-' &&
	       strspn(driver, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
	       strlen(driver);
}

static int read_id(const struct pci_address *address, const char *attribute, uint16_t *id,
		   struct fault *fault)
{
	int value = sysfs_number(address, attribute);

	if (value < 0 || value > 0xffff)
		return fault_set(fault, FAULT_IO, EIO,
				 "a rule needs its IDs, and its %s cannot be read", attribute);
	*id = (uint16_t)value;
	return 0;
}

int boot_rule_make(const struct pci_address *address, const char *driver, struct boot_rule *rule,
		   struct fault *fault)
{
	int error;

	*rule = (struct boot_rule) { .address = *address };
	if (!is_plain(driver))
		return fault_set(fault, FAULT_UNSUPPORTED, EINVAL,
				 "a rule of udev has no driver with such a name: %.64s", driver);
	snprintf(rule->driver, sizeof(rule->driver), "%s", driver);
	error = read_id(address, "vendor", &rule->vendor, fault);
	if (error == 0)
		error = read_id(address, "device", &rule->device, fault);
	if (error == 0)
		error = read_id(address, "subsystem_vendor", &rule->subsystem_vendor, fault);
	if (error == 0)
		error = read_id(address, "subsystem_device", &rule->subsystem_device, fault);
	return error;
}

void boot_rule_format(const struct boot_rule *rule, char text[BOOT_RULE_TEXT_SIZE])
{
	char address[ADDRESS_TEXT_SIZE];

	snprintf(text, BOOT_RULE_TEXT_SIZE, FIRST_LINE RULE_FORMAT,
		 address_format(&rule->address, address), rule->vendor, rule->device,
		 rule->subsystem_vendor, rule->subsystem_device, rule->driver, rule->driver);
}

/* The hexadecimal digits after NAME}=="0x in a rule. */
static bool parse_id(const char *text, const char *name, uint16_t *id)
{
	char start[48];
	const char *place;
	unsigned int value;

	snprintf(start, sizeof(start), "ATTR{%s}==\"0x", name);
	place = strstr(text, start);
	if (place == NULL || sscanf(place + strlen(start), "%4x\"", &value) != 1)
		return false;
	*id = (uint16_t)value;
	return true;
}

bool boot_rule_parse(const char *text, struct boot_rule *rule)
{
	static const char kernel[] = "KERNEL==\"", override[] = "ATTR{driver_override}=\"";
	const char *address = strstr(text, kernel), *driver = strstr(text, override);
	size_t length;

	*rule = (struct boot_rule) { .vendor = 0 };
	if (strncmp(text, FIRST_LINE, strlen(FIRST_LINE)) != 0 || address == NULL || driver == NULL)
		return false;
	driver += strlen(override);
	length = strcspn(driver, "\"");
	if (address_parse_prefix(address + strlen(kernel), &rule->address) == 0 ||
	    length >= sizeof(rule->driver))
		return false;
	memcpy(rule->driver, driver, length);
	return parse_id(text, "vendor", &rule->vendor) && parse_id(text, "device", &rule->device) &&
	       parse_id(text, "subsystem_vendor", &rule->subsystem_vendor) &&
	       parse_id(text, "subsystem_device", &rule->subsystem_device);
}

/* Files */

static int fault_file(const char *path, const char *what, struct fault *fault)
{
	int error = errno;

	fault_set(fault, error == EACCES || error == EPERM || error == EROFS
			 ? FAULT_NO_PERMISSION : FAULT_IO,
		  error, "%.120s cannot be %s: %s", path, what, error_text(error));
	if (error == EACCES || error == EPERM)
		fault_hint(fault, "run it as root");
	if (error == ENOENT)
		fault_hint(fault, "does udev run here? make the directory: mkdir -p " BOOT_RULES);
	return -error;
}

/* Returns the descriptor or -errno; -ENOENT is no fault. */
static int open_rules(struct fault *fault)
{
	int fd = open(BOOT_RULES, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 ? fd : fault_file(BOOT_RULES, "opened", fault);
}

/* Reads a file of the directory into text. Returns 0 or -errno with fault filled. */
static int read_file(int directory, const char *name, const char *path, char *text,
		     struct fault *fault)
{
	CLEANUP_FD int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;
	ssize_t length = 0;
	size_t used = 0;

	text[0] = '\0';
	if (fd < 0 && errno == ENOENT)
		return -ENOENT;
	/* this program makes no links */
	if (fd < 0 && errno != ELOOP)
		return fault_file(path, "opened", fault);
	if (fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
		return 0;
	do {
		used += (size_t)length;
		length = read(fd, text + used, BOOT_RULE_TEXT_SIZE - 1 - used);
	} while (length > 0);
	if (length < 0)
		return fault_file(path, "read", fault);
	text[used] = '\0';
	return 0;
}

/* boot_rule_find(), and the text. */
static enum known find(int directory, const struct pci_address *address,
		       char text[BOOT_RULE_TEXT_SIZE], struct fault *fault)
{
	char path[BOOT_RULE_PATH_SIZE], name[NAME_SIZE];
	int error;

	boot_rule_path(address, path);
	rule_name(address, name);
	error = read_file(directory, name, path, text, fault);
	if (error == -ENOENT)
		return KNOWN_NO;
	if (error != 0)
		return KNOWN_NOT;
	if (strncmp(text, FIRST_LINE, strlen(FIRST_LINE)) == 0)
		return KNOWN_YES;
	fault_set(fault, FAULT_REFUSED, EEXIST, "refused: %s is not vfio-cfgtool's", path);
	fault_hint(fault, "look at it, and remove it if it is of no use: rm %s", path);
	return KNOWN_NOT;
}

enum known boot_rule_find(const struct pci_address *address, struct boot_rule *rule,
			  struct fault *fault)
{
	CLEANUP_FD int directory = -1;
	char text[BOOT_RULE_TEXT_SIZE], path[BOOT_RULE_PATH_SIZE];
	enum known found;

	*rule = (struct boot_rule) { .address = *address };
	/* `list` asks for every device, and few have a rule */
	if (faccessat(AT_FDCWD, boot_rule_path(address, path), F_OK, AT_SYMLINK_NOFOLLOW) != 0 &&
	    errno == ENOENT)
		return KNOWN_NO;
	directory = open(BOOT_RULES, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0) {
		fault_file(BOOT_RULES, "opened", fault);
		return KNOWN_NOT;
	}
	found = find(directory, address, text, fault);
	if (found == KNOWN_YES && !boot_rule_parse(text, rule))
		*rule = (struct boot_rule) { .address = *address };
	return found;
}

bool boot_rule_fits(const struct boot_rule *rule)
{
	struct boot_rule now;
	struct fault unused;

	return boot_rule_make(&rule->address, rule->driver, &now, &unused) == 0 &&
	       now.vendor == rule->vendor && now.device == rule->device &&
	       now.subsystem_vendor == rule->subsystem_vendor &&
	       now.subsystem_device == rule->subsystem_device;
}

/* Whether driverctl has a rule: a file named by the address, in some releases after the bus. */
static bool is_driverctls(const char *address)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", DRIVERCTL, address);
	if (access(path, F_OK) == 0)
		return true;
	snprintf(path, sizeof(path), "%s/pci-%s", DRIVERCTL, address);
	return access(path, F_OK) == 0;
}

int boot_rule_check(const struct pci_address *address, const char *driver, struct fault *fault)
{
	char text[ADDRESS_TEXT_SIZE];
	struct boot_rule rule;

	address_format(address, text);
	if (is_driverctls(text)) {
		fault_set(fault, FAULT_REFUSED, EEXIST,
			  "refused: driverctl decides on its driver at boot (" DRIVERCTL ")");
		if (driver != NULL)
			fault_hint(fault, "as root: driverctl set-override %s %.64s", text, driver);
		else
			fault_hint(fault, "as root: driverctl unset-override %s", text);
		return -EEXIST;
	}
	return boot_rule_find(address, &rule, fault) == KNOWN_NOT ? -fault->error : 0;
}

/* Writes the text to a new file and syncs it. */
static int write_new(int directory, const char *name, const char *text)
{
	CLEANUP_FD int fd = -1;
	size_t length = strlen(text);
	ssize_t written;

	/* a killed run may have left a file */
	unlinkat(directory, name, 0);
	fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	written = write(fd, text, length);
	if (written != (ssize_t)length)
		return written < 0 ? -errno : -ENOSPC;	/* a nearly full disk takes a part */
	/* any umask: udev and everybody may read it */
	return fchmod(fd, 0644) == 0 && fsync(fd) == 0 ? 0 : -errno;
}

int boot_rule_write(const struct boot_rule *rule, bool *changed, struct fault *fault)
{
	CLEANUP_FD int directory = open_rules(fault);
	char name[NAME_SIZE], temporary[NAME_SIZE], path[BOOT_RULE_PATH_SIZE];
	char text[BOOT_RULE_TEXT_SIZE], now[BOOT_RULE_TEXT_SIZE];
	enum known found;

	*changed = false;
	if (directory < 0)
		return directory;
	found = find(directory, &rule->address, now, fault);
	boot_rule_format(rule, text);
	if (found == KNOWN_NOT)
		return -fault->error;
	if (found == KNOWN_YES && strcmp(now, text) == 0)
		return 0;
	boot_rule_path(&rule->address, path);
	rule_name(&rule->address, name);
	temporary_name(&rule->address, temporary);
	errno = -write_new(directory, temporary, text);
	if (errno != 0 || renameat(directory, temporary, directory, name) != 0 ||
	    fsync(directory) != 0) {
		int error = fault_file(path, "written", fault);

		unlinkat(directory, temporary, 0);
		return error;
	}
	*changed = true;
	return 0;
}

int boot_rule_remove(const struct pci_address *address, bool *changed, struct fault *fault)
{
	CLEANUP_FD int directory = open(BOOT_RULES, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char name[NAME_SIZE], path[BOOT_RULE_PATH_SIZE], text[BOOT_RULE_TEXT_SIZE];
	enum known found;

	*changed = false;
	if (directory < 0)
		return errno == ENOENT ? 0 : fault_file(BOOT_RULES, "opened", fault);
	found = find(directory, address, text, fault);
	if (found != KNOWN_YES)
		return found == KNOWN_NO ? 0 : -fault->error;
	if (unlinkat(directory, rule_name(address, name), 0) != 0 ||
	    fsync(directory) != 0)
		return fault_file(boot_rule_path(address, path), "removed", fault);
	*changed = true;
	return 0;
}
