/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/iommu.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "access/system/kernel_release.h"
#include "access/system/proc.h"
#include "access/system/sysfs.h"
#include "base/memory.h"

static unsigned int count_entries(const char *path)
{
	CLEANUP_DIR DIR *directory = memory_checked(opendir(path));
	const struct dirent *entry;
	unsigned int count = 0;

	while (directory != NULL && (entry = readdir(directory)) != NULL)
		count += entry->d_name[0] != '.';
	return count;
}

unsigned int iommu_count(void)
{
	return count_entries(SYSFS_ROOT "/class/iommu");
}

unsigned int iommu_group_count(void)
{
	return count_entries(SYSFS_GROUPS);
}

enum known iommu_remaps_interrupts(void)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen(PROC_ROOT "/interrupts", "re"));
	CLEANUP_FREE char *line = NULL;
	struct kernel_identity kernel;
	size_t room = 0;

	kernel_identify(&kernel);
	if (file == NULL || strcmp(kernel.machine, "x86_64") != 0)
		return KNOWN_NOT;
	while (memory_count(getline(&line, &room, file)) > 0)
		if (strstr(line, " IR-") != NULL)
			return KNOWN_YES;
	return KNOWN_NO;
}

bool iommu_region_parse(const char *line, struct iommu_region *region)
{
	return sscanf(line, "0x%" SCNx64 " 0x%" SCNx64 " %31s", &region->start, &region->end,
		      region->type) == 3;
}

enum known iommu_find_direct(int group, struct iommu_region *region)
{
	char path[SYSFS_PATH_SIZE];
	CLEANUP_FILE FILE *file = NULL;
	CLEANUP_FREE char *line = NULL;
	size_t room = 0;

	snprintf(path, sizeof(path), SYSFS_GROUPS "/%d/reserved_regions", group);
	file = memory_checked(fopen(path, "re"));
	if (file == NULL)
		return KNOWN_NOT;
	while (memory_count(getline(&line, &room, file)) > 0)
		if (iommu_region_parse(line, region) && strcmp(region->type, "direct") == 0)
			return KNOWN_YES;
	return KNOWN_NO;
}

bool iomem_parse(const char *line, struct iomem_line *found)
{
	int place = 0;

	*found = (struct iomem_line) { .name = "" };
	if (sscanf(line, " %" SCNx64 "-%" SCNx64 " : %n", &found->start, &found->end, &place) < 2 ||
	    place == 0)
		return false;
	snprintf(found->name, sizeof(found->name), "%.*s", (int)strcspn(line + place, "\n"),
		 line + place);
	return true;
}

/* sysfb_create_simplefb(), efifb.c, vesafb.c, simplefb.c, simpledrm.c, the firmware's ranges */
static bool is_framebuffer(const char *name)
{
	static const char *const names[] = {
		"BOOTFB", "efifb", "vesafb", "simplefb", "simpledrm", "simple-framebuffer",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (strncmp(name, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static int find_bar(const struct device_resources *resources, const struct iomem_line *line)
{
	for (int i = 0; i < DEVICE_RESOURCE_ROM; i++)
		if (resources->at[i].start != 0 && line->start >= resources->at[i].start &&
		    line->start <= resources->at[i].end)
			return i;
	return -1;
}

enum known iomem_find_framebuffer(const struct device_resources *resources, unsigned int *bar,
				  struct iomem_line *found)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen(PROC_ROOT "/iomem", "re"));
	CLEANUP_FREE char *line = NULL;
	size_t room = 0;
	bool seen = false, hidden = false;

	while (file != NULL && memory_count(getline(&line, &room, file)) > 0) {
		int number;

		if (!iomem_parse(line, found))
			continue;
		seen = seen || found->end != 0;
		hidden = hidden || (found->end == 0 && is_framebuffer(found->name));
		number = is_framebuffer(found->name) ? find_bar(resources, found) : -1;
		if (number < 0)
			continue;
		*bar = (unsigned int)number;
		return KNOWN_YES;
	}
	/* hidden addresses matter only if there is a framebuffer */
	return file == NULL || (!seen && hidden) ? KNOWN_NOT : KNOWN_NO;
}
