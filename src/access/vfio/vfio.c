/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/vfio/vfio.h"

#include <errno.h>
#include <linux/pci_regs.h>
#include <string.h>
#include <time.h>

#include "base/error_text.h"
#include "access/vfio/holder.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio_target.h"
#include "access/vfio/vfio_uapi.h"
#include "base/uuid.h"

/* How often a busy device is tried again, milliseconds. */
#define RETRY_INTERVAL 100

static void close_descriptor(int *fd)
{
	cleanup_fd(fd);
	*fd = -1;
}

void vfio_close(struct vfio_device *device)
{
	/* The device first: the group path resets it with its last descriptor. */
	close_descriptor(&device->config.device);
	close_descriptor(&device->group);
	close_descriptor(&device->container);
}

static int64_t milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_interval(void)
{
	const struct timespec interval = { .tv_nsec = RETRY_INTERVAL * 1000000L };

	nanosleep(&interval, NULL);
}

static int take_token(const char *token, struct vfio_target *target, struct fault *fault)
{
	if (token == NULL)
		return 0;
	if (!uuid_parse(token, target->uuid)) {
		fault_set(fault, FAULT_UNSUPPORTED, EINVAL,
			  "cannot be opened: the VF token is not a UUID");
		fault_hint(fault, "write it as --vf-token=00112233-4455-6677-8899-aabbccddeeff");
		return -EINVAL;
	}
	target->token = token;
	return vfio_check_token(target, fault);
}

/* Before 6.17 only the group path looks at a token. */
static bool uses_cdev(const struct vfio_target *target)
{
	if (target->cdev_node[0] == '\0')
		return false;
	return target->token == NULL || target->group_node[0] == '\0' ||
	       !vfio_kernel_before(VFIO_BIND_TOKEN_MAJOR, VFIO_BIND_TOKEN_MINOR);
}

/* Whether the group path failed before it reached the device. */
static bool is_shut(const struct fault *fault)
{
	return fault->code == FAULT_NO_PERMISSION || fault->code == FAULT_NOT_CONFIGURED ||
	       fault->code == FAULT_UNSUPPORTED;
}

/* Tries the device's node and then, if that may help, the group's. */
static int open_once(const struct vfio_target *target, struct vfio_device *device,
		     struct fault *fault)
{
	bool try_group = true;
	struct fault group_fault = { 0 };
	int result = -ENODEV, group_result;

	if (uses_cdev(target)) {
		result = vfio_cdev_open(target, device, &try_group, fault);
		if (result == 0)
			return 0;
		vfio_close(device);
		if (!try_group)
			return result;
	}
	if (target->group_node[0] == '\0')
		return result;
	group_result = vfio_group_open(target, device, &group_fault);
	if (group_result == 0)
		return 0;
	vfio_close(device);
	if (fault->code != FAULT_NONE && is_shut(&group_fault))
		return result;
	*fault = group_fault;
	return group_result;
}

/*
 * Tries once. Finds everything again: during a wait the device can lose its driver, and the
 * kernel reuses a node's number.
 */
static int try_once(const struct vfio_request *request, struct vfio_target *target,
		    struct vfio_device *device, struct fault *fault)
{
	int result;

	vfio_target_find(&device->config.address, target);
	result = vfio_check_bound(target, fault);
	if (result == 0 && !request->force)
		result = vfio_check_harmless(target, fault);
	if (result == 0)
		result = take_token(request->token, target, fault);
	return result == 0 ? open_once(target, device, fault) : result;
}

/* Whether another try may succeed: a process has it, or it is being bound. */
static bool may_change(const struct fault *fault)
{
	return fault->code == FAULT_BUSY || fault->error == ESTALE;
}

/* Opens the device. Retries as long as the wait allows. */
static int open_patiently(const struct vfio_request *request, struct vfio_target *target,
			  struct vfio_device *device, struct fault *fault)
{
	const int64_t end = milliseconds_now() + (int64_t)request->wait * 1000;

	for (;;) {
		int result;

		*fault = (struct fault){ 0 };
		result = try_once(request, target, device, fault);
		if (result == 0 || !may_change(fault) || milliseconds_now() >= end)
			return result;
		sleep_interval();
	}
}

int vfio_open(const struct pci_address *address, const struct vfio_request *request,
	      struct vfio_device *device, struct holder *holder, struct fault *fault)
{
	struct vfio_target target;
	struct fault cause = { 0 };
	int result;

	*device = (struct vfio_device)VFIO_DEVICE_CLOSED;
	device->config.address = *address;
	if (holder != NULL)
		*holder = (struct holder){ 0 };
	result = open_patiently(request, &target, device, &cause);
	if (result == -EBUSY) {
		holder_forget();
		result = vfio_fault_busy(&target, holder, &cause);
	}
	if (result == 0) {
		result = vfio_region_find(&device->config, &cause);
		if (result < 0)
			vfio_close(device);
	}
	if (result < 0 && fault != NULL)
		*fault = cause;
	return result;
}

/*
 * VFIO itself answers the IDs of a VF and the bit for capabilities, also for a silent
 * function. No function has every bit of its status set.
 */
static bool answers_nothing(const struct config_space *space)
{
	return space_dword(space, PCI_VENDOR_ID) == UINT32_MAX ||
	       (space_word(space, PCI_STATUS) | PCI_STATUS_CAP_LIST) == UINT16_MAX;
}

int vfio_fault_read(const struct vfio_region *config, struct fault *fault)
{
	if (errno == EIO || errno == ENODEV)
		return sysfs_fault_silent(&config->address, fault);
	return fault_set(fault, FAULT_IO, errno,
			 "configuration space cannot be read through VFIO: %s",
			 error_text(errno));
}

int vfio_read_config(const struct vfio_region *config, struct config_space *space,
		     struct fault *fault)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED];
	uint16_t size = space_size(config->size);
	size_t wanted = config->size < size ? (size_t)config->size : size;
	ssize_t count = pread(config->device, bytes, wanted, (off_t)config->offset);

	space_clear(space, size, VIEW_USER);
	if (count < 0)
		return vfio_fault_read(config, fault);
	space_fill(space, bytes, (uint16_t)count);
	if (count < SPACE_SIZE)
		return fault_set(fault, FAULT_SHORT, EIO,
				 "configuration space cannot be read through VFIO: it ends "
				 "after %zd of %u bytes", count, size);
	if (answers_nothing(space))
		return sysfs_fault_silent(&config->address, fault);
	return 0;
}

int vfio_read_bytes(const struct vfio_region *config, unsigned int offset, uint8_t *bytes,
		    size_t count, struct fault *fault)
{
	ssize_t done = pread(config->device, bytes, count, (off_t)(config->offset + offset));

	if (done < 0)
		return vfio_fault_read(config, fault);
	if ((size_t)done != count)
		return fault_set(fault, FAULT_IO, EIO,
				 "configuration space cannot be read through VFIO: %zd of %zu bytes at %02x came back",
				 done, count, offset);
	return 0;
}

int vfio_read(const struct vfio_region *config, unsigned int offset, unsigned int width,
	      uint32_t *value, struct fault *fault)
{
	uint8_t bytes[4] = { 0 };
	int error = vfio_read_bytes(config, offset, bytes, width, fault);

	if (error == 0)
		*value = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
			 (uint32_t)bytes[3] << 24;
	return error;
}

int vfio_write(const struct vfio_device *device, unsigned int offset, unsigned int width,
	       uint32_t value, struct fault *fault)
{
	const struct vfio_region *config = &device->config;
	const uint8_t bytes[4] = {
		(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
		(uint8_t)(value >> 24),
	};
	ssize_t count = pwrite(config->device, bytes, width, (off_t)(config->offset + offset));

	if (count < 0 && errno == ENODEV)
		return sysfs_fault_silent(&config->address, fault);
	if (count < 0)
		return fault_set(fault, FAULT_IO, errno,
				 "configuration space cannot be written through VFIO: %s",
				 error_text(errno));
	if ((size_t)count != width)
		return fault_set(fault, FAULT_IO, EIO,
				 "configuration space cannot be written through VFIO: its driver took %zd of %u bytes",
				 count, width);
	return 0;
}
