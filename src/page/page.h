/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The page of `report`: one HTML file about devices, without scripts, network and other files.
 * It prints facts from the command and decides nothing.
 */
#ifndef VFIO_CFGTOOL_PAGE_PAGE_H
#define VFIO_CFGTOOL_PAGE_PAGE_H

#include "output/svg.h"

/* Names of places on a page. Those of the second and later devices begin with "dN-". */
#define PAGE_PREFIX_SIZE 16

/* What is drawn of one device. */
struct page {
	const struct report_run *run;
	const struct report *report;
	const struct report_page *facts;
	char prefix[PAGE_PREFIX_SIZE];
};

/* Sections of a device that has a map; each is a <section> with a heading. */
void page_numbers(const struct page *page);
void page_grid(const struct page *page);
void page_chains(const struct page *page);
void page_reach(const struct page *page);
void page_lint(const struct page *page);
void page_difference(const struct page *page);
void page_registers(const struct page *page);

/* The shared parts of the register drawings, once a page. */
void page_register_parts(void);

/* The data: what map, policy, lint and diff print as a line of JSON, each in an element. */
int page_data(const struct page *page);

/* The rules of the one <style>, in two parts, and their hash for the page's policy. */
extern const char page_style[];
#define PAGE_HASH_SIZE 45
const char *page_style_hash(char hash[PAGE_HASH_SIZE]);

/* The subject of a drawing of a device's bytes. */
struct svg_grid page_drawn(const struct page *page);

/* The number of bytes in which the two sides of facts->diff differ, each counted once. */
unsigned int page_differing(const struct report_page *facts);

#endif
