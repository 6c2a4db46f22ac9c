// SPDX-License-Identifier: GPL-2.0-or-later
/* The output of info, from an invented answer of VFIO and sysfs. */
#include "report_output.h"

#include "base/macros.h"

static struct device device = {
	.address = { .bus = 1 }, .vendor = -1, .revision = -1, .iommu_group = 7,
	.source = SOURCE_VFIO,
};

static struct report_run run = { .command = "info", .host = "host", .kernel = "6.12" };

static struct info_function functions[] = {
	{ .name = "0000:01:00.0", .driver = "vfio-pci", .iommu_group = 7, .open = true,
	  .holder = { .pid = 42, .command = "qemu" } },
	{ .name = "0000:01:00.1", .driver = "igb", .iommu_group = 7, .driven = true, .blocks = true },
	{ .name = "0000:01:00.2", .iommu_group = -1, .unknown = true, .hidden = true },
	{ .name = "0000:01:00.3", .driver = "vfio-pci", .iommu_group = 8, .open = true },
	{ .name = "0000:01:00.4", .iommu_group = 8 },
	{ .name = "0000:01:00.5", .iommu_group = 8, .unknown = true },
};

static struct info_check check = {
	.name = "driver", .result = CHECK_FAIL, .message = "it has none", .hint = "bind it",
};

/* A device that is open by its own node. */
static struct device_info info_of(void)
{
	struct device_info info = {
		.opened = true, .words = { "reset", "pci" }, .regions = 3, .irqs = 2,
		.capabilities = 1, .capability = { { 3, 1 } }, .atomics_known = true,
		.atomics = { 32, 64 }, .hot_reset_known = true, .hot_resets = 2,
		.hot_reset = functions, .members = ARRAY_LENGTH(functions), .member = functions,
		.node = "/dev/vfio/devices/vfio3", .group_node = "/dev/vfio/7", .modules = 2,
		.power_state = "D0", .runtime_status = "active", .power_control = "on",
		.d3cold_allowed = "1", .reset_method = "flr bus", .vfs = 2, .most_vfs = 8,
		.checks = 1, .check = &check,
	};

	info.region[0] = (struct info_region) {
		.index = 0, .name = "bar0", .words = { "read", "mmap" }, .offset = 0x10000,
		.size = 0x20000, .sparse = true, .areas = 2,
		.area = { { 0, 0x1000 }, { 0x3000, 0x2000 } }, .capabilities = 1,
		.capability = { { 1, 2 } },
	};
	info.region[1] = (struct info_region) { .index = 1, .name = "bar1" };
	info.region[2] = (struct info_region) {
		.index = 9, .words = { "read", "write" }, .size = 0x2000, .has_type = true,
		.type = 0x80008086, .subtype = 1, .msix_mappable = true,
	};
	info.irq[0] = (struct info_irq) {
		.index = 0, .name = "intx", .count = 1, .words = { "eventfd", "maskable" },
	};
	info.irq[1] = (struct info_irq) { .index = 1, .name = "msi" };
	info.module[0] = (struct info_module) {
		.name = "vfio_pci", .state = "loaded", .parameters = 2,
		.parameter = { { "ids", "8086:10d3" }, { "nointxmask", "N" } },
	};
	info.module[1] = (struct info_module) { .name = "vfio_pci_core" };
	return info;
}

TEST(the_tables_have_what_is_there_and_who_uses_it)
{
	const struct device_info info = info_of();
	const struct report report = { .device = &device, .info = &info };
	const char *printed = output_of(info_renderers, "tsv", &run, &report);

	assert_prints(printed, "ADDRESS\tREGION\tNAME\tSIZE\tFLAGS\tMAPPABLE\tTYPE\n"
		      "0000:01:00.0\t0\tbar0\t20000\tread mmap\t0-fff 3000-4fff\t\n"
		      "0000:01:00.0\t9\t-\t2000\tread write\t-\t80008086:1\n");
	assert_prints(printed, "ADDRESS\tIRQ\tNAME\tCOUNT\tFLAGS\n"
		      "0000:01:00.0\t0\tintx\t1\teventfd maskable\n");
	assert_prints(printed, "ADDRESS\tHOT RESET\tDRIVER\tGROUP\tUSE\n"
		      "0000:01:00.0\t0000:01:00.0\tvfio-pci\t7\tin use by process 42 (qemu)\n"
		      "0000:01:00.0\t0000:01:00.1\tigb\t7\tin use by its driver\n");
	assert_prints(printed, "ADDRESS\tGROUP MEMBER\tDRIVER\tGROUP\tUSE\n"
		      "0000:01:00.0\t0000:01:00.0\tvfio-pci\t7\tin use by process 42 (qemu)\n"
		      "0000:01:00.0\t0000:01:00.1\tigb\t7\tits driver keeps users out of the group\n"
		      "0000:01:00.0\t0000:01:00.2\t-\t-\tunknown (run as root)\n"
		      "0000:01:00.0\t0000:01:00.3\tvfio-pci\t8\tin use\n"
		      "0000:01:00.0\t0000:01:00.4\t-\t8\t-\n"
		      "0000:01:00.0\t0000:01:00.5\t-\t8\tunknown\n");
	assert_prints(printed, "ADDRESS\tMODULE\tSTATE\tPARAMETERS\n"
		      "0000:01:00.0\tvfio_pci\tloaded\tids=8086:10d3 nointxmask=N\n"
		      "0000:01:00.0\tvfio_pci_core\t?\t-\n");
}

TEST(the_facts_have_a_line_each)
{
	struct device_info info = info_of();
	const struct report report = { .device = &device, .info = &info };
	const char *printed = output_of(info_renderers, "table", &run, &report);

	assert_prints(printed, "  node: /dev/vfio/devices/vfio3\n  group's node: /dev/vfio/7\n"
		      "  opened: by its own node and iommufd\n  flags: reset pci\n"
		      "  atomics that are completed (bits): 32 64\n"
		      "  power: D0, active, control on, D3cold allowed 1\n"
		      "  reset methods: flr bus\n  VFs: 2 of at most 8\n");
	info.by_group = true;
	info.words[0] = NULL;
	info.atomics[0] = 0;
	info.hot_reset_known = false;
	info.power_state[0] = info.runtime_status[0] = info.power_control[0] = '\0';
	info.d3cold_allowed[0] = info.node[0] = '\0';
	info.most_vfs = -1;
	snprintf(info.physfn, sizeof(info.physfn), "0000:01:00.7");
	printed = output_of(info_renderers, "table", &run, &report);
	assert_prints(printed, "\n  group's node: /dev/vfio/7\n"
		      "  opened: by IOMMU group and container\n  flags: -\n"
		      "  atomics that are completed (bits): none\n  power: not known\n"
		      "  reset methods: flr bus\n  VF of: 0000:01:00.7\n  hot reset: none\n");
}

TEST(a_region_is_mappable_whole_in_parts_or_not)
{
	struct device_info info = info_of();
	const struct report report = { .device = &device, .info = &info };

	info.region[0].sparse = false;
	info.region[0].areas = 0;
	assert_prints(output_of(info_renderers, "tsv", &run, &report), "\tread mmap\tall\t");
	info.region[0].sparse = true;
	assert_prints(output_of(info_renderers, "tsv", &run, &report), "\tread mmap\tnothing\t");
}

TEST(json_has_every_fact_of_an_open_device)
{
	const struct device_info info = info_of();
	const struct report report = { .device = &device, .info = &info };
	const char *printed = output_of(info_renderers, "jsonl", &run, &report);

	assert_prints(printed, "\"node\":\"/dev/vfio/devices/vfio3\",\"group_node\":\"/dev/vfio/7\","
		      "\"api\":\"cdev\",\"flags\":[\"reset\",\"pci\"],"
		      "\"capabilities\":[{\"id\":3,\"version\":1}],\"atomics\":[32,64],\"regions\":["
		      "{\"index\":0,\"name\":\"bar0\",\"offset\":65536,\"size\":131072,"
		      "\"flags\":[\"read\",\"mmap\"],\"areas\":[{\"offset\":0,\"size\":4096},"
		      "{\"offset\":12288,\"size\":8192}],\"type\":null,\"subtype\":null,"
		      "\"msix_mappable\":false,\"capabilities\":[{\"id\":1,\"version\":2}]}");
	assert_prints(printed, "\"type\":\"80008086\",\"subtype\":\"00000001\",\"msix_mappable\":true");
	assert_prints(printed, "\"irqs\":[{\"index\":0,\"name\":\"intx\",\"count\":1,"
		      "\"flags\":[\"eventfd\",\"maskable\"]},{\"index\":1,\"name\":\"msi\",\"count\":0,"
		      "\"flags\":[]}],\"reset_methods\":\"flr bus\"");
	assert_prints(printed, "{\"address\":\"0000:01:00.1\",\"driver\":\"igb\",\"iommu_group\":7,"
		      "\"in_use\":true,\"held_by\":null,\"blocks\":true}");
	assert_prints(printed, "{\"address\":\"0000:01:00.2\",\"driver\":null,\"iommu_group\":null,"
		      "\"in_use\":null,\"held_by\":null,\"blocks\":false}");
	assert_prints(printed, "{\"address\":\"0000:01:00.4\",\"driver\":null,\"iommu_group\":8,"
		      "\"in_use\":false,\"held_by\":null,\"blocks\":false}");
	assert_prints(printed, "\"power\":{\"state\":\"D0\",\"runtime_status\":\"active\","
		      "\"control\":\"on\",\"d3cold_allowed\":\"1\"},\"physfn\":null,\"vfs\":2,"
		      "\"most_vfs\":8");
}

TEST(json_of_a_device_that_is_not_open_has_only_what_sysfs_says)
{
	struct device_info info = info_of();
	const struct report report = { .device = &device, .info = &info };
	const char *printed;

	info.opened = info.atomics_known = info.hot_reset_known = false;
	info.regions = 0;
	info.members = 0;
	printed = output_of(info_renderers, "jsonl", &run, &report);
	assert_prints(printed, "\"api\":null,\"flags\":null,\"capabilities\":null,\"atomics\":null,"
		      "\"regions\":null,\"irqs\":null,");
	assert_prints(printed, "\"hot_reset\":null,\"members\":[],\"modules\":[{\"name\":\"vfio_pci\"");
	info.modules = 0;
	printed = output_of(info_renderers, "jsonl", &run, &report);
	assert_prints(printed, "\"hot_reset\":null,\"members\":null,\"modules\":null,\"power\":null");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tables_have_what_is_there_and_who_uses_it),
		cmocka_unit_test(the_facts_have_a_line_each),
		cmocka_unit_test(a_region_is_mappable_whole_in_parts_or_not),
		cmocka_unit_test(json_has_every_fact_of_an_open_device),
		cmocka_unit_test(json_of_a_device_that_is_not_open_has_only_what_sysfs_says),
	};

	return cmocka_run_group_tests_name("output of info", tests, NULL, NULL);
}
