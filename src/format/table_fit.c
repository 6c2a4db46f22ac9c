/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/table_fit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libsmartcols/libsmartcols.h>

#include "base/ascii.h"
#include "base/memory.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/wrap.h"

/* A name is not cut shorter, and the last column is not wrapped narrower if it can stand below. */
#define SHORTEST_NAME 10
#define NARROWEST_LAST 24

struct column_fit {
	const char *heading;
	size_t width;		/* that it gets */
	size_t cells;		/* of its widest cell */
	size_t least;		/* that it can be made */
	size_t whole;		/* ... with no cell wrapped or cut */
	bool cut;
};

struct fit {
	struct libscols_table *table;
	const struct report_run *run;
	size_t count, lines;
	struct libscols_line **line;	/* in the order that they are printed in */
	struct column_fit column[TABLE_COLUMNS];
};

static const char *cell_text(const struct fit *fit, size_t line, size_t column)
{
	const char *text = scols_cell_get_data(scols_line_get_cell(fit->line[line], column));

	return text != NULL ? text : "";
}

static size_t text_width(const char *text)
{
	return wrap_columns(text, strlen(text));
}

/* What stands before the text of a line that is in a tree. */
static size_t tree_width(const struct fit *fit, size_t line)
{
	const struct libscols_line *above = fit->line[line];
	size_t width = 0;

	while ((above = scols_line_get_parent(above)) != NULL)
		width += 2;
	return width;
}

static size_t longest_word(const char *text)
{
	size_t longest = 0;

	while (*text != '\0') {
		size_t length = strcspn(text, " "), width = wrap_columns(text, length);

		longest = width > longest ? width : longest;
		text += length + strspn(text + length, " ");
	}
	return longest;
}

static size_t greater(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void measure_column(const struct fit *fit, size_t number, struct column_fit *column)
{
	size_t heading;

	*column = (struct column_fit){
		.heading = scols_cell_get_data(scols_column_get_header(
			scols_table_get_column(fit->table, number))),
	};
	column->cut = scols_column_is_trunc(scols_table_get_column(fit->table, number));
	heading = fit->run->no_headings ? 0 : longest_word(column->heading);
	for (size_t line = 0; line < fit->lines; line++) {
		const char *text = cell_text(fit, line, number);
		size_t before = number == 0 ? tree_width(fit, line) : 0;

		column->cells = greater(column->cells, text_width(text) + before);
		column->least = greater(column->least, longest_word(text) + before);
	}
	column->whole = greater(column->cells, heading);
	column->least = greater(column->least, heading);
	if (column->cut)
		column->least = column->whole < SHORTEST_NAME ? column->whole : SHORTEST_NAME;
	column->width = greater(column->cells, text_width(column->heading));
}

static void measure(struct fit *fit)
{
	for (size_t i = 0; i < fit->count; i++)
		measure_column(fit, i, &fit->column[i]);
}

/* The columns of the terminal that the first `count` columns take. */
static size_t total(const struct fit *fit, size_t count)
{
	size_t width = count > 0 ? (count - 1) * strlen(TABLE_SEPARATOR) : 0;

	for (size_t i = 0; i < count; i++)
		width += fit->column[i].width;
	return width;
}

static void narrow(struct column_fit *column, size_t least, size_t *excess)
{
	size_t less = column->width > least ? column->width - least : 0;

	less = less < *excess ? less : *excess;
	column->width -= less;
	*excess -= less;
}

static struct column_fit *widest(struct fit *fit, size_t count)
{
	struct column_fit *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (fit->column[i].width > fit->column[i].least &&
		    (found == NULL || fit->column[i].width > found->width))
			found = &fit->column[i];
	return found;
}

/* Headings are wrapped before names are cut, and names are cut before texts are wrapped. */
static bool make_narrow(struct fit *fit, size_t count)
{
	size_t all = total(fit, count), excess;

	excess = all > fit->run->width ? all - fit->run->width : 0;
	for (size_t i = 0; i < count; i++)
		narrow(&fit->column[i], fit->column[i].whole, &excess);
	for (size_t i = count; i-- > 0;)
		if (fit->column[i].cut)
			narrow(&fit->column[i], fit->column[i].least, &excess);
	while (excess > 0) {
		struct column_fit *column = widest(fit, count);
		size_t one = 1;

		if (column == NULL)
			return false;
		narrow(column, column->width - 1, &one);
		excess--;
	}
	return true;
}

/* Puts line ends in place of blanks. */
static void wrap_text(char *text, size_t width)
{
	size_t column = 0;
	char *blank = NULL;

	while (*text != '\0') {
		size_t length = strcspn(text, " "), word = wrap_columns(text, length);

		if (blank != NULL && column + 1 + word > width) {
			*blank = '\n';
			column = 0;
		}
		column += (column > 0) + word;
		text += length;
		blank = text;
		text += *text != '\0';
	}
}

/* Leaves `width` characters, the last of them "~". */
static void cut_text(char *text, size_t width)
{
	size_t length = 0;

	while (wrap_columns(text, length + 1) < width)
		length++;
	snprintf(text + length, 2, "~");
}

/* Wraps or cuts the cells of a column. */
static bool change_cells(const struct fit *fit, size_t number)
{
	const struct column_fit *column = &fit->column[number];
	struct libscols_column *own = scols_table_get_column(fit->table, number);
	bool whole = true;

	if (!column->cut)
		whole = scols_column_set_flags(own, scols_column_get_flags(own) | SCOLS_FL_WRAP) == 0 &&
			scols_column_set_wrapfunc(own, scols_wrapnl_chunksize,
						  scols_wrapnl_nextchunk, NULL) == 0;
	for (size_t line = 0; line < fit->lines && whole; line++) {
		const char *text = cell_text(fit, line, number);
		size_t width = column->width - (number == 0 ? tree_width(fit, line) : 0);
		CLEANUP_FREE char *copy = text_width(text) > width ? memory_copy(text) : NULL;

		if (copy == NULL)
			continue;
		if (column->cut)
			cut_text(copy, width);
		else
			wrap_text(copy, width);
		whole = scols_line_set_data(fit->line[line], number, copy) == 0;
	}
	return whole;
}

/* The heading is before every line; the others stay as they are. */
static int compare_heading(struct libscols_cell *a, struct libscols_cell *b, void *data)
{
	(void)data;
	return (scols_cell_get_userdata(b) != NULL) - (scols_cell_get_userdata(a) != NULL);
}

/* Makes a line of the headings: libsmartcols does not wrap its own. */
static bool move_headings(struct fit *fit)
{
	static char mark;
	struct libscols_line *line = scols_table_new_line(fit->table, NULL);
	struct libscols_column *first = scols_table_get_column(fit->table, 0);
	bool whole = line != NULL;

	for (size_t i = 0; i < fit->count && whole; i++)
		whole = scols_line_set_data(line, i, fit->column[i].heading) == 0 &&
			scols_cell_set_color(scols_line_get_cell(line, i), PALETTE_BOLD) == 0;
	if (!whole)
		return false;
	scols_cell_set_userdata(scols_line_get_cell(line, 0), &mark);
	scols_column_set_cmpfunc(first, compare_heading, NULL);
	scols_table_enable_noheadings(fit->table, true);
	memmove(fit->line + 1, fit->line, fit->lines++ * sizeof(fit->line[0]));
	fit->line[0] = line;
	return scols_sort_table(fit->table, first) == 0;
}

static void print_text(const struct fit *fit, const struct libscols_cell *cell,
		       struct libscols_line *line)
{
	const char *color = scols_cell_get_color(cell);

	color = color != NULL ? color : scols_line_get_color(line);
	if (color != NULL)
		print_color(fit->run, color);
	print_part("%s", scols_cell_get_data(cell));
	if (color != NULL)
		print_color(fit->run, PALETTE_RESET);
}

/* Prints each line, and what it has in the last column below it. */
static int print_below(const struct fit *fit)
{
	struct libscols_column *last = scols_table_get_column(fit->table, fit->count - 1);
	size_t indent = fit->column[0].width + strlen(TABLE_SEPARATOR);
	int error = scols_column_set_flags(last, scols_column_get_flags(last) | SCOLS_FL_HIDDEN);

	for (size_t i = 0; i < fit->lines && error == 0; i++) {
		struct libscols_line *line = fit->line[i];
		struct libscols_cell *cell = scols_line_get_cell(line, fit->count - 1);

		error = scols_table_print_range(fit->table, line, line);
		if (i + 1 == fit->lines)
			print_end();	/* the library leaves out the end of the last line */
		if (error != 0 || cell_text(fit, i, fit->count - 1)[0] == '\0')
			continue;
		print_part("%*s", (int)(indent < fit->run->width / 3 ? indent : 4), "");
		print_hang();
		print_text(fit, cell, line);
		print_end();
	}
	return error;
}

/* "  heading value", where the cell has one. */
static void print_named(const struct fit *fit, struct libscols_line *line, size_t number)
{
	const struct libscols_cell *cell = scols_line_get_cell(line, number);
	const char *text = scols_cell_get_data(cell);
	char heading[32];
	size_t length = 0;

	if (text == NULL || text[0] == '\0')
		return;
	for (const char *at = fit->column[number].heading; *at != '\0'; at++)
		if (length + 1 < sizeof(heading))
			heading[length++] = ascii_lower(*at);
	heading[length] = '\0';
	print_part("  ");
	print_color(fit->run, PALETTE_DIM);
	print_whole("%s", heading);
	print_color(fit->run, PALETTE_RESET);
	print_whole(" ");
	print_text(fit, cell, line);
}

static void print_paragraph(const struct fit *fit, size_t number)
{
	print_color(fit->run, PALETTE_BOLD);
	print_part("%s", cell_text(fit, number, 0));
	print_color(fit->run, PALETTE_RESET);
	for (size_t i = 1; i < fit->count; i++)
		print_named(fit, fit->line[number], i);
}

static void print_paragraphs(const struct fit *fit)
{
	for (size_t i = 0; i < fit->lines; i++) {
		print_paragraph(fit, i);
		print_end();
	}
}

/* A heading takes its columns also where it is not printed. */
static bool drop_heading(const struct fit *fit, size_t number)
{
	struct libscols_column *column = scols_table_get_column(fit->table, number);

	return scols_cell_set_data(scols_column_get_header(column), NULL) == 0;
}

static int print_columns(struct fit *fit, size_t count)
{
	bool whole = fit->run->no_headings || move_headings(fit);

	for (size_t i = 0; i < fit->count && whole; i++)
		whole = drop_heading(fit, i) && (i >= count || change_cells(fit, i));
	if (!whole) {
		memory_failed();
		return -ENOMEM;
	}
	return count < fit->count ? print_below(fit) : scols_print_table(fit->table);
}

/* Takes the lines in their order, with room for one of the headings. */
static bool take_lines(struct fit *fit)
{
	struct libscols_iter *place = memory_checked(scols_new_iter(SCOLS_ITER_FORWARD));

	fit->line = memory_take((fit->lines + 1) * sizeof(struct libscols_line *));
	for (size_t i = 0; i < fit->lines && fit->line != NULL && place != NULL; i++)
		scols_table_next_line(fit->table, place, &fit->line[i]);
	scols_free_iter(place);
	return fit->line != NULL && place != NULL;
}

/* The lines are taken. */
static int print_fitting(struct fit *fit)
{
	struct column_fit *last = &fit->column[fit->count - 1];
	size_t least;

	measure(fit);
	if (fit->lines == 0 || total(fit, fit->count) <= fit->run->width)
		return scols_print_table(fit->table);
	least = last->least;
	if (fit->count > 1 && !fit->run->groups && !last->cut)
		last->least = greater(least, last->cells < NARROWEST_LAST ? last->cells
									  : NARROWEST_LAST);
	if (make_narrow(fit, fit->count) || fit->run->groups)
		return print_columns(fit, fit->count);
	measure(fit);
	if (fit->count > 1 && make_narrow(fit, fit->count - 1))
		return print_columns(fit, fit->count - 1);
	print_paragraphs(fit);
	return 0;
}

size_t table_shown(struct libscols_table *table)
{
	size_t count = scols_table_get_ncols(table);

	return count > 0 && scols_column_is_hidden(scols_table_get_column(table, count - 1))
	       ? count - 1 : count;
}

int table_fit_print(struct libscols_table *table, const struct report_run *run)
{
	struct fit fit = {
		.table = table, .run = run, .lines = scols_table_get_nlines(table),
		.count = table_shown(table),
	};
	int error = take_lines(&fit) ? print_fitting(&fit) : -ENOMEM;

	free(fit.line);
	return error;
}
