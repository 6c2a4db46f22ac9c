/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/checks.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/system/iommu.h"
#include "access/system/modules.h"
#include "access/system/pci.h"
#include "access/system/proc.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio.h"
#include "access/vfio/vfio_cost.h"
#include "base/memory.h"
#include "tasks/standing.h"

/* What the checks of one device share. */
struct subject {
	const struct device *device;
	struct device_info *info;
	struct standing standing;
	char address[ADDRESS_TEXT_SIZE];
};

static struct info_check *add(struct device_info *info, const char *name, enum info_result result,
			      const char *format, ...) PRINTF_FORMAT(4, 5);

/* Adds a check, never NULL. The caller adds its hint. */
static struct info_check *add(struct device_info *info, const char *name, enum info_result result,
			      const char *format, ...)
{
	static struct info_check lost;	/* used if memory is short, which is told */
	struct info_check *grown = memory_grow(info->check, info->checks + 1, sizeof(*grown));
	struct info_check *check = &lost;
	va_list arguments;

	if (grown != NULL) {
		info->check = grown;
		check = &grown[info->checks++];
	}
	*check = (struct info_check) { .name = name, .result = result };
	va_start(arguments, format);
	vsnprintf(check->message, sizeof(check->message), format, arguments);
	va_end(arguments);
	return check;
}

static void hint(struct info_check *check, const char *text)
{
	snprintf(check->hint, sizeof(check->hint), "%s", text);
}

/* The machine */

static void check_remapping(struct device_info *info)
{
	bool unsafe = sysfs_module_flag("vfio_iommu_type1", "allow_unsafe_interrupts");

	switch (iommu_remaps_interrupts()) {
	case KNOWN_YES:
		add(info, "interrupt-remapping", CHECK_OK, "interrupts are remapped");
		return;
	case KNOWN_NOT:
		return;
	case KNOWN_NO:
		break;
	}
	if (unsafe)
		add(info, "interrupt-remapping", CHECK_WARN,
		    "interrupts are not remapped, which vfio_iommu_type1 was told to accept: a device can send any interrupt");
	else
		hint(add(info, "interrupt-remapping", CHECK_FAIL,
			 "interrupts are not remapped: a device can send any interrupt, and VFIO refuses"),
		     "turn on VT-d or AMD-Vi with interrupt remapping (x2APIC) in the firmware, and boot without intremap=off; or, for a guest that is trusted, as root: echo 1 > /sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts");
}

static void check_module(struct device_info *info, const char *name)
{
	enum module_state state = module_find_state(name);
	struct info_check *check;

	check = add(info, "module", state == MODULE_ABSENT ? CHECK_FAIL :
		    state == MODULE_UNKNOWN ? CHECK_WARN : CHECK_OK, "the module %s %s", name,
		    module_state_text(state));
	if (state == MODULE_ABSENT)
		hint(check, "boot a kernel that has it, or install the package with the rest of its modules");
	else if (state == MODULE_UNKNOWN)
		hint(check, "it is not known whether the kernel has one; try, as root: modprobe vfio-pci");
}

/* A user needs one of the two ways to the IOMMU. */
static void check_modules(struct device_info *info)
{
	check_module(info, "vfio_pci");
	if (module_find_state("vfio_iommu_type1") != MODULE_ABSENT ||
	    module_find_state("iommufd") == MODULE_ABSENT)
		check_module(info, "vfio_iommu_type1");
	else
		check_module(info, "iommufd");
}

/* A VMM locks all memory of its guest. */
static void check_memlock(struct device_info *info)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0)
		return;
	if (limit.rlim_cur == RLIM_INFINITY || geteuid() == 0)
		add(info, "memlock", CHECK_OK, geteuid() == 0 ? "root may lock all memory of a guest"
			: "this user may lock all memory of a guest");
	else
		hint(add(info, "memlock", CHECK_WARN,
			 "this user may lock %llu MiB, and a VMM locks all memory of its guest",
			 (unsigned long long)limit.rlim_cur >> 20),
		     "raise memlock in /etc/security/limits.conf (systemd: LimitMEMLOCK=infinity), then log in again");
}

/* A device */

static void check_iommu(struct subject *subject)
{
	struct fault fault = { .code = FAULT_NONE };
	bool noiommu;

	if (vfio_check_iommu(subject->device, &fault) != 0) {
		hint(add(subject->info, "iommu", CHECK_FAIL, "%s", fault.message), fault.hint);
		return;
	}
	sysfs_iommu_group(&subject->device->address, &noiommu);
	if (noiommu || subject->device->iommu_group < 0)
		add(subject->info, "iommu", CHECK_WARN,
		    "no IOMMU is between it and the memory: no-IOMMU mode lets it write all of that");
	else
		add(subject->info, "iommu", CHECK_OK, "an IOMMU guards it, group %d",
		    subject->device->iommu_group);
	if (!noiommu)
		check_remapping(subject->info);
}

static void check_kind(struct subject *subject)
{
	if (vfio_is_bridge(subject->device))
		hint(add(subject->info, "kind", CHECK_FAIL,
			 "it is a bridge, and vfio-pci takes only header type 0"),
		     "leave it to its driver: a bridge does not block the devices behind it");
	else if (vfio_refuses(subject->device))
		hint(add(subject->info, "deny-list", CHECK_FAIL, "vfio-pci has it on its deny list"),
		     "allow it for users that are trusted, as root: modprobe -r vfio-pci && modprobe vfio-pci disable_denylist=1");
	else
		add(subject->info, "deny-list", CHECK_OK, "vfio-pci does not refuse it");
}

static void check_group(struct subject *subject)
{
	const struct device_info *info = subject->info;
	const struct info_function *blocker = NULL;
	char text[160];

	if (subject->device->iommu_group < 0)
		return;
	for (size_t i = 0; i < info->members && blocker == NULL; i++)
		if (info->member[i].blocks && strcmp(info->member[i].name, subject->address) != 0)
			blocker = &info->member[i];
	if (blocker == NULL) {
		add(subject->info, "group", CHECK_OK, info->members <= 1
		    ? "it is alone in its IOMMU group" : "no other member of its IOMMU group keeps users out");
		return;
	}
	snprintf(text, sizeof(text), "vfio-cfgtool bind --group %s", subject->address);
	hint(add(subject->info, "group", CHECK_FAIL, "%s of its IOMMU group is bound to %s",
		 blocker->name, blocker->driver),
	     subject->standing.look.state == VFIO_NOT_VIABLE ? subject->standing.look.fault.hint
							     : text);
}

/* Checks the device's driver and its user. */
static void check_holder(struct subject *subject)
{
	const struct vfio_look *look = &subject->standing.look;
	struct device_info *info = subject->info;

	switch (look->state) {
	case VFIO_NEEDS_BIND:
		hint(add(info, "driver", CHECK_WARN, "no VFIO driver has it, and nothing uses it"),
		     look->fault.hint);
		break;
	case VFIO_IN_USE:
	case VFIO_USE_UNKNOWN:
	case VFIO_REFUSED:
	case VFIO_NEEDS_TOKEN:
		hint(add(info, "holder", look->state == VFIO_USE_UNKNOWN ? CHECK_WARN : CHECK_FAIL,
			 "%s", subject->standing.words), look->fault.hint);
		break;
	case VFIO_MAPPABLE:
		add(info, "driver", CHECK_OK, "%s has it, and nobody has it open",
		    subject->device->driver);
		break;
	default:	/* another check tells it */
		break;
	}
}

static void check_framebuffer(struct subject *subject)
{
	struct device_resources resources;
	struct iomem_line line;
	unsigned int bar;

	if (subject->device->class >> 16 != 0x03 ||
	    sysfs_resources(&subject->device->address, &resources) != 0)
		return;
	switch (iomem_find_framebuffer(&resources, &bar, &line)) {
	case KNOWN_YES:
		hint(add(subject->info, "framebuffer", CHECK_FAIL,
			 "the boot's framebuffer (%s) holds BAR %u, so no user can map it", line.name,
			 bar),
		     "boot with initcall_blacklist=sysfb_init (before 5.15: video=efifb:off), or unbind its driver: ls /sys/bus/platform/drivers/*framebuffer*/");
		break;
	case KNOWN_NO:
		add(subject->info, "framebuffer", CHECK_OK, "the boot's framebuffer is in none of its BARs");
		break;
	case KNOWN_NOT:
		hint(add(subject->info, "framebuffer", CHECK_WARN,
			 "whether the boot's framebuffer holds a BAR is hidden from this user"),
		     "run it as root");
		break;
	}
}

static void check_reserved(struct subject *subject)
{
	struct iommu_region region;

	if (subject->device->iommu_group < 0)
		return;
	switch (iommu_find_direct(subject->device->iommu_group, &region)) {
	case KNOWN_YES:
		hint(add(subject->info, "reserved-regions", CHECK_FAIL,
			 "the firmware keeps memory of its own for the group (RMRR, %llx-%llx): VFIO refuses",
			 (unsigned long long)region.start, (unsigned long long)region.end),
		     "turn the feature off that needs it (remote management, shared memory of the BMC) in the firmware, or update that");
		break;
	case KNOWN_NO:
		add(subject->info, "reserved-regions", CHECK_OK,
		    "the firmware keeps no memory for its group");
		break;
	case KNOWN_NOT:
		break;
	}
}

static void check_reset(struct subject *subject)
{
	char text[VFIO_COST_TEXT_SIZE];
	struct vfio_cost cost;

	vfio_cost_find(&subject->device->address, &cost);
	vfio_cost_text(&cost, text);
	add(subject->info, "reset", cost.resets || (cost.resets_bus && cost.along == 0)
	    ? CHECK_OK : CHECK_WARN, "%s%s%s%s", text,
	    subject->info->reset_method[0] != '\0' ? " (it has: " : "", subject->info->reset_method,
	    subject->info->reset_method[0] != '\0' ? ")" : "");
}

static void check_power(struct subject *subject)
{
	const struct device_info *info = subject->info;
	const char *cold = info->d3cold_allowed[0] == '1'
		? "; it may go to D3cold, without power, while nobody uses it" : "";

	if (strcmp(info->runtime_status, "error") == 0)
		hint(add(subject->info, "power", CHECK_FAIL, "the kernel could not wake it or put it to sleep"),
		     "see what the kernel says (dmesg), and turn it off and on");
	else if (strcmp(info->power_state, "D3cold") == 0)
		add(subject->info, "power", CHECK_WARN,
		    "it is in D3cold, without power: an open wakes it, and if it does not come back every byte reads ff");
	else if (strcmp(info->power_state, "D3hot") == 0)
		add(subject->info, "power", CHECK_OK, "it is asleep (D3hot), and an open wakes it%s", cold);
	else if (info->power_state[0] != '\0')
		add(subject->info, "power", CHECK_OK, "it is awake (%s)%s", info->power_state, cold);
}

/* Checks who may open the node of a bound device. */
static void check_node(struct subject *subject)
{
	const char *node = subject->standing.look.node;
	struct stat status;

	if (node[0] == '\0')
		return;
	if (stat(node, &status) != 0) {
		hint(add(subject->info, "node", CHECK_FAIL, "its node %s is not there", node),
		     "mount a devtmpfs on /dev, or let udev make the node");
		return;
	}
	if (access(node, R_OK | W_OK) == 0)
		add(subject->info, "node", CHECK_OK, "%s belongs to user %u and group %u, mode %04o, and this user may open it",
		    node, status.st_uid, status.st_gid, status.st_mode & 07777);
	else
		hint(add(subject->info, "node", CHECK_FAIL,
			 "%s belongs to user %u and group %u, mode %04o: this user may not open it", node,
			 status.st_uid, status.st_gid, status.st_mode & 07777),
		     subject->standing.look.fault.hint);
}

void checks_of_device(const struct device *device, struct device_info *info)
{
	static void (*const checks[])(struct subject *subject) = {
		check_iommu, check_kind, check_group, check_holder, check_framebuffer,
		check_reserved, check_reset, check_power, check_node,
	};
	struct subject subject = { .device = device, .info = info };

	address_format(&device->address, subject.address);
	standing_find(device, &subject.standing);
	for (size_t i = 0; i < ARRAY_LENGTH(checks); i++)
		checks[i](&subject);
	check_modules(info);
	check_memlock(info);
}

/* The machine alone */

/* Words of the kernel's command line that affect passthrough. */
static const char *const command_line_words[] = {
	"intel_iommu", "amd_iommu", "iommu", "iommu.passthrough", "iommu.strict", "intremap",
	"vfio-pci.", "vfio_pci.", "vfio.", "vfio_iommu_type1.", "vfio_pci_core.",
	"pcie_acs_override", "pci", "pcie_aspm", "pcie_port_pm", "video", "nomodeset",
	"initcall_blacklist", "module_blacklist", "modprobe.blacklist", "rd.driver.pre",
	"rd.driver.blacklist", "lockdown", "efi", "hugepages", "default_hugepagesz", "hugepagesz",
	"driver_async_probe", "x2apic_phys", "nox2apic",
};

/* Matches "NAME", "NAME=..." and, if the name ends with a dot, "NAME...". */
static bool matters(const char *word, size_t length)
{
	for (size_t i = 0; i < ARRAY_LENGTH(command_line_words); i++) {
		const char *name = command_line_words[i];
		size_t size = strlen(name);

		if (length >= size && strncmp(word, name, size) == 0 &&
		    (name[size - 1] == '.' || length == size || word[size] == '='))
			return true;
	}
	return false;
}

static void read_command_line(struct info_machine *machine)
{
	char text[2048];
	size_t used = 0;

	sysfs_text(PROC_ROOT "/cmdline", text, sizeof(text));
	for (const char *word = text; *word != '\0';) {
		size_t length = strcspn(word, " ");

		if (matters(word, length) && used < sizeof(machine->command_line))
			used += (size_t)snprintf(machine->command_line + used,
						 sizeof(machine->command_line) - used, "%s%.*s",
						 used > 0 ? " " : "", (int)length, word);
		word += length;
		word += strspn(word, " ");
	}
}

static int count_function(const struct pci_address *address, void *context)
{
	struct info_machine *machine = context;
	struct device device = { .address = *address };

	if (sysfs_describe(&device, NULL) != 0)
		return 0;
	machine->functions++;
	machine->virtual_functions += device.is_vf;
	machine->bound += device.driver[0] != '\0' && sysfs_is_vfio_under(address, device.driver);
	return 0;
}

/* Checks what only a machine that shows its devices can tell. */
static void check_machine(struct device_info *info)
{
	const struct info_machine *machine = &info->machine;

	if (machine->groups > 0)
		add(info, "iommu", CHECK_OK, "%u IOMMU%s, %u groups", machine->iommus,
		    machine->iommus == 1 ? "" : "s", machine->groups);
	else
		hint(add(info, "iommu", CHECK_FAIL, "there is no IOMMU group: there is no IOMMU, or it is off"),
		     "turn on VT-d or AMD-Vi in the firmware, and boot with intel_iommu=on (AMD: without amd_iommu=off)");
	if (machine->groups > 0)
		check_remapping(info);
	check_modules(info);
}

bool checks_of_machine(struct device_info *info)
{
	struct info_machine *machine = &info->machine;
	struct fault fault = { .code = FAULT_NONE };

	machine->iommus = iommu_count();
	machine->groups = iommu_group_count();
	read_command_line(machine);
	sysfs_text(SYSFS_ROOT "/kernel/security/lockdown", machine->lockdown,
		   sizeof(machine->lockdown));
	if (pci_machine(count_function, machine, &fault) == 0)
		check_machine(info);
	else
		hint(add(info, "pci", CHECK_FAIL, "%s", fault.message), fault.hint);
	check_memlock(info);
	return fault.code == FAULT_NONE;
}
