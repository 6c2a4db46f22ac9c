/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/pci.h"

#include <ctype.h>
#include <errno.h>
#include <pci/pci.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "access/system/sysfs.h"
#include "base/error_text.h"
#include "base/memory.h"
#include "base/shortage.h"

/*
 * libpci's state. It lives as long as the process, because names are looked up
 * one by one and reading pci.ids costs more than all the rest.
 */
static struct pci_access *names_access;

/* libpci's error callback must not return: it jumps to the place that called libpci. */
static jmp_buf failed_at;
static char failed_with[256];

static void NORETURN libpci_failed(char *format, ...) PRINTF_FORMAT(1, 2);

static void libpci_failed(char *format, ...)
{
	const int error = shortage_note(errno);	/* libpci's message lacks the errno */
	va_list arguments;
	size_t length;

	va_start(arguments, format);
	vsnprintf(failed_with, sizeof(failed_with), format, arguments);
	va_end(arguments);
	length = strlen(failed_with);
	if (error != 0)
		snprintf(failed_with + length, sizeof(failed_with) - length, ": %s",
			 error_text(error));
	longjmp(failed_at, 1);
}

static void libpci_quiet(char *format, ...) PRINTF_FORMAT(1, 2);

static void libpci_quiet(char *format, ...)
{
	(void)format;
}

static struct pci_access *access_new(unsigned int method)
{
	struct pci_access *access = pci_alloc();

	if (access == NULL) {
		memory_failed();
		return NULL;
	}
	access->method = method;
	access->error = libpci_failed;
	access->warning = libpci_quiet;
	access->debug = libpci_quiet;
	access->id_lookup_mode = 0;	/* neither DNS nor the cache in the home directory */
	return access;
}

/* Lists the functions. The caller owns *access; it is NULL if memory is short. */
static bool scan(struct pci_access **access)
{
	volatile bool done = false;

	memory_enter_library();
	*access = access_new(PCI_ACCESS_SYS_BUS_PCI);
	if (*access != NULL && setjmp(failed_at) == 0) {
		pci_init(*access);
		pci_scan_bus(*access);
		done = true;
	}
	memory_leave_library();
	return done;
}

/* The directories of sysfs that lead to the functions, and what it means if one is missing. */
static const struct {
	const char *path, *missing, *hint;
} ways[] = {
	{ SYSFS_ROOT "/bus", "/sys is not mounted here",
	  "mount it, as root: mount -t sysfs sysfs /sys; a container needs it from its host" },
	{ SYSFS_DEVICES, "this kernel has no PCI bus, or a container hides it (" SYSFS_DEVICES " is missing)",
	  "run it on a machine with PCI; what was saved there can be read here: vfio-cfgtool list -F FILE" },
};

bool pci_is_shown(struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LENGTH(ways); i++) {
		if (access(ways[i].path, F_OK) == 0)
			continue;
		if (errno == ENOENT) {
			fault_set(fault, FAULT_NOT_FOUND, ENODEV, "no PCI device can be seen: %s",
				  ways[i].missing);
			fault_hint(fault, "%s", ways[i].hint);
		} else {
			fault_because(fault, fault_file_reasons, errno,
				      "no PCI device can be seen: %s: ", ways[i].path);
		}
		return false;
	}
	return true;
}

/* Says why libpci listed nothing. Returns -errno. */
static int scan_failed(struct fault *fault)
{
	int error = shortage_noted() != 0 ? shortage_noted() : ENODEV;

	if (!pci_is_shown(fault))
		return -ENODEV;
	fault_set(fault, FAULT_NOT_FOUND, error, "cannot list PCI devices: %s", failed_with);
	fault_hint(fault, "%s", shortage_hint(shortage_noted()));
	return -error;
}

int pci_machine(int (*found)(const struct pci_address *address, void *context), void *context,
		struct fault *fault)
{
	struct pci_access *access;
	int error = 0;

	if (!scan(&access))
		error = scan_failed(fault);
	if (memory_has_failed())
		error = fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	for (struct pci_dev *dev = error == 0 ? access->devices : NULL;
	     dev != NULL && error == 0; dev = dev->next) {
		struct pci_address address = {
			.domain = (uint32_t)dev->domain,
			.bus = dev->bus,
			.device = dev->dev,
			.function = dev->func,
		};

		error = found(&address, context);
		if (error == -ENOMEM)
			fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	}
	if (access != NULL)
		pci_cleanup(access);
	return error;
}

void pci_selection_any(struct pci_selection *selection)
{
	*selection = (struct pci_selection) {
		.domain = -1, .bus = -1, .slot = -1, .function = -1,
		.vendor = -1, .product = -1, .class = -1, .prog_if = -1,
	};
}

/* libpci keeps only the lower 32 bits of a longer number. */
static bool has_long_number(const char *text)
{
	while (*text != '\0') {
		size_t digits;

		text += strspn(text, "0");
		digits = strspn(text, "0123456789abcdefABCDEF");
		if (digits > 8)
			return true;
		text += digits > 0 ? digits : *text != '\0';
	}
	return false;
}

/* pci_filter_parse_*() write into a copy of the text. */
static const char *parse(struct pci_filter *filter, const char *text, bool slot)
{
	static char reason[128];
	CLEANUP_FREE char *copy = memory_copy(text);
	const char *error;

	if (has_long_number(text))
		return "a number of more than 8 digits";
	pci_filter_init(NULL, filter);
	if (copy == NULL)
		return "out of memory";
	error = slot ? pci_filter_parse_slot(filter, copy) : pci_filter_parse_id(filter, copy);
	if (error == NULL)
		return NULL;
	snprintf(reason, sizeof(reason), "%s", error);
	return reason;
}

const char *pci_selection_slot(struct pci_selection *selection, const char *text)
{
	struct pci_filter filter;
	const char *error = parse(&filter, text, true);

	if (error != NULL)
		return error;
	selection->domain = filter.domain;
	selection->bus = filter.bus;
	selection->slot = filter.slot;
	selection->function = filter.func;
	return NULL;
}

/* The value of a hexadecimal digit; 'x' is any digit: -1; -2: neither. */
static int digit_of(char digit)
{
	if (digit == 'x' || digit == 'X')
		return -1;
	if (!isxdigit((unsigned char)digit))
		return -2;
	return isdigit((unsigned char)digit) ? digit - '0' : tolower((unsigned char)digit) - 'a' + 10;
}

/*
 * Parses a field: digits, "*" or nothing; with a mask, a digit may be 'x'. False if the field
 * has another form or exceeds `most`.
 */
static bool parse_field(const char *text, int most, int *value, unsigned int *mask)
{
	int number = 0;

	if (*text == '\0' || strcmp(text, "*") == 0)
		return true;
	for (; *text != '\0'; text++) {
		int digit = digit_of(*text);

		if (digit == -2 || (digit == -1 && mask == NULL))
			return false;
		number = number << 4 | (digit < 0 ? 0 : digit);
		if (number > most)
			return false;
		if (mask != NULL)
			*mask = *mask << 4 | (digit < 0 ? 0 : 0xf);
	}
	*value = number;
	return true;
}

/* "CLASS[:PROG-IF]". libpci knows it from 3.8 on, so it is read here. */
static const char *parse_class(struct pci_selection *selection, char *text)
{
	char *prog_if = strchr(text, ':');

	if (prog_if != NULL)
		*prog_if++ = '\0';
	if (prog_if != NULL && strchr(prog_if, ':') != NULL)
		return "Too many fields";
	selection->class_mask = ~0U;
	if (!parse_field(text, 0xffff, &selection->class, &selection->class_mask))
		return "Invalid class code";
	if (prog_if != NULL && !parse_field(prog_if, 0xff, &selection->prog_if, NULL))
		return "Invalid programming interface code";
	return NULL;
}

const char *pci_selection_id(struct pci_selection *selection, const char *text)
{
	CLEANUP_FREE char *copy = memory_copy(text);
	struct pci_filter filter;
	char *class = NULL;
	const char *error;

	if (copy == NULL)
		return "out of memory";
	if (strchr(copy, ':') != NULL)
		class = strchr(strchr(copy, ':') + 1, ':');
	if (class != NULL)
		*class++ = '\0';
	error = parse(&filter, copy, false);
	if (error == NULL && has_long_number(text))
		error = "a number of more than 8 digits";
	if (error == NULL && class != NULL)
		error = parse_class(selection, class);
	if (error != NULL)
		return error;
	selection->vendor = filter.vendor;
	selection->product = filter.device;
	return NULL;
}

static bool same_or_any(int wanted, int value)
{
	return wanted < 0 || wanted == value;
}

bool pci_selection_match(const struct pci_selection *selection, const struct device *device)
{
	const struct pci_address *address = &device->address;

	if (selection->domain >= 0 && (uint32_t)selection->domain != address->domain)
		return false;
	if (!same_or_any(selection->bus, address->bus) ||
	    !same_or_any(selection->slot, address->device) ||
	    !same_or_any(selection->function, address->function))
		return false;
	if (!same_or_any(selection->vendor, device->vendor) ||
	    !same_or_any(selection->product, device->product) ||
	    !same_or_any(selection->prog_if, device->class & 0xff))
		return false;
	return selection->class < 0 ||
	       (((unsigned int)selection->class ^ (unsigned int)device->class >> 8) &
		selection->class_mask) == 0;
}

static sigjmp_buf segfault_at;

static void segfault(int signal)
{
	(void)signal;
	siglongjmp(segfault_at, 1);
}

/*
 * Reads pci.ids. If memory is short, pci_load_name_list() of libpci 3.9 writes to NULL. This
 * catches the signal and drops the list.
 */
static void load_names(void)
{
	struct sigaction before, action = { .sa_handler = segfault };

	sigaction(SIGSEGV, &action, &before);
	if (sigsetjmp(segfault_at, 1) != 0)
		memory_failed();
	else if (setjmp(failed_at) == 0 && !pci_load_name_list(names_access))
		shortage_note(errno);
	sigaction(SIGSEGV, &before, NULL);
}

/* Copies a name from libpci; text stays "" if memory is short. */
static void ask(char *text, size_t size, int flags, int first, int second)
{
	const char *name;

	text[0] = '\0';
	if (names_access == NULL) {
		names_access = access_new(PCI_ACCESS_AUTO);
		if (names_access != NULL)
			load_names();
	}
	if (names_access == NULL || memory_has_failed() || setjmp(failed_at) != 0)
		return;
	name = pci_lookup_name(names_access, text, (int)size, flags, first, second);
	if (name != NULL && name != text)
		snprintf(text, size, "%s", name);
}

static void lookup(char *text, size_t size, int flags, int first, int second)
{
	memory_enter_library();
	ask(text, size, flags, first, second);
	memory_leave_library();
}

void pci_name(struct device *device)
{
	lookup(device->name, sizeof(device->name), PCI_LOOKUP_VENDOR | PCI_LOOKUP_DEVICE,
	       device->vendor, device->product);
}

void pci_class_name(const struct device *device, char *text, size_t size)
{
	lookup(text, size, PCI_LOOKUP_CLASS, device->class >> 8, 0);
}

void pci_names_load(void)
{
	char text[64];

	/* no device has this ID, so pci.ids lacks it and libpci asks the hardware database */
	lookup(text, sizeof(text), PCI_LOOKUP_VENDOR | PCI_LOOKUP_DEVICE, 0xffff, 0xffff);
}

void pci_end(void)
{
	if (names_access != NULL)
		pci_cleanup(names_access);
	names_access = NULL;
}

const char *pci_version(void)
{
	return PCILIB_VERSION;
}
