/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Each register: its bits coloured by policy, its values, and the reasons. */
#include "page/page.h"

#include <string.h>

#include "base/bits.h"
#include "format/markup.h"
#include "format/prose.h"
#include "model/vfio/capability.h"
#include "output/explain.h"
#include "output/svg.h"

/* Units of the drawing. */
#define LEFT 72			/* of the names of the rows */
#define BIT 17
#define ROW 16

/* The way of a write of one bit: the last letter of its class. */
static char written(const struct policy_bits *bits, unsigned int bit)
{
	if (bits->undefined)
		return 'u';
	if (!(bits->write >> bit & 1))
		return 'd';
	return bits->write_virtual >> bit & 1 ? 'v' : 'h';
}

void page_register_parts(void)
{
	markup_print("<defs><g id=\"rows\"><text class=\"o\" y=\"26\">policy</text>"
		     "<text class=\"o\" y=\"44\">hardware</text><text class=\"o\" y=\"60\">user</text></g>");
	for (unsigned int width = 1; width <= 4; width *= 2) {
		markup_print("<g id=\"bits%u\" class=\"m\">", 8 * width);
		for (unsigned int bit = 0; bit < 8 * width; bit += bit % 8 == 0 ? 7 : 1)
			markup_print("<text class=\"n\" x=\"%u\" y=\"10\">%u</text>",
				     LEFT + (8 * width - 1 - bit) * BIT + BIT / 2, bit);
		markup_print("</g>");
	}
	markup_print("</defs>");
}

/* Runs of bits with one policy, the highest bit at the left. */
static void draw_policy(const struct policy_bits *bits, unsigned int width)
{
	unsigned int count = 8 * width, end;

	for (unsigned int start = 0; start < count; start = end) {
		end = start + 1;
		while (end < count && written(bits, end) == written(bits, start) &&
		       (bits->read_virtual >> end & 1) == (bits->read_virtual >> start & 1))
			end++;
		markup_print("<rect class=\"w-%c\" x=\"%u\" y=\"14\" width=\"%u\" height=\"%d\"/>"
			     "<text x=\"%u\" y=\"26\">%c</text>",
			     written(bits, start), LEFT + (count - end) * BIT, (end - start) * BIT, ROW,
			     LEFT + (2 * count - end - start) * BIT / 2 - 3,
			     bits->undefined ? '?' : bits->read_virtual >> start & 1 ? 'v' : 'h');
	}
}

/* The digits of a value, one below each bit. */
static void draw_value(const struct known_value *value, unsigned int width, unsigned int y)
{
	unsigned int count = 8 * width;
	char text[32 + 1];

	for (unsigned int i = 0; i < count; i++)
		text[i] = (char)(!value->known ? '?' : value->value >> (count - 1 - i) & 1 ? '1' : '0');
	text[count] = '\0';
	markup_print("<text x=\"%d\" y=\"%u\" textLength=\"%u\">%s</text>", LEFT + 5, y,
		     count * BIT - 10, text);
}

/* Lines at the left ends of fields. */
static void draw_fields(const struct explanation *explanation)
{
	unsigned int count = 8U * explanation->place.width;

	if (explanation->fields == 0)
		return;
	markup_print("<path class=\"arrow\" d=\"");
	for (unsigned int i = 0; i < explanation->fields; i++)
		markup_print("M%u 14v%d", LEFT + (count - 1 - explanation->field[i].msb) * BIT, 2 * ROW + 18);
	markup_print("\"/>");
}

static void draw_register(const struct explanation *explanation)
{
	unsigned int width = explanation->place.width;

	markup_print("<svg width=\"%u\" height=\"66\" role=\"img\" "
		     "aria-label=\"bits\"><use href=\"#rows\"/><use href=\"#bits%u\"/>",
		     LEFT + 8 * width * BIT + 2, 8 * width);
	draw_policy(&explanation->bits, width);
	draw_value(&explanation->hardware, width, 44);
	draw_value(&explanation->user, width, 60);
	draw_fields(explanation);
	markup_print("</svg>\n");
}

static uint32_t field_of(const struct known_value *value, const struct explanation_field *field)
{
	return (value->value & bits_from(field->msb, field->lsb)) >> field->lsb;
}

static void field_value(const struct known_value *value, const struct explanation_field *field)
{
	if (value->known)
		markup_print("<td>%x", field_of(value, field));
	else
		markup_print("<td>?");
}

static void list_fields(const struct explanation *explanation)
{
	if (explanation->fields == 0)
		return;
	markup_print("<table><tr><th>bits<th>field<th>hardware<th>user"
		     "<th>read<th>write\n");
	for (unsigned int i = 0; i < explanation->fields; i++) {
		const struct explanation_field *field = &explanation->field[i];
		uint32_t mask = bits_from(field->msb, field->lsb);
		char name[EXPLAIN_FIELD_SIZE];

		markup_print("<tr><td>%u:%u<td>%s", field->msb, field->lsb,
			     explain_field_name(explanation, field, name));
		field_value(&explanation->hardware, field);
		field_value(&explanation->user, field);
		markup_print("<td>%s<td>%s\n", explain_read_word(&explanation->bits, mask),
			     explain_write_word(&explanation->bits, mask));
	}
	markup_print("</table>\n");
}

#define SENTENCES 48
#define SENTENCE_SIZE 400

/* What explain says about one register. */
struct sentences {
	const struct explanation *explanation;
	unsigned int count;
	char label[SENTENCES][8];
	char text[SENTENCES][SENTENCE_SIZE];
};

/* The section of a page while it is printed. Large. */
struct section {
	const struct page *page;
	struct sentences now, before;	/* of this register and of the one before */
};

static void say(void *context, const char *label, const char *text)
{
	struct sentences *now = context;

	/* the section's heading names the owner, and what no release changed needs no line */
	if (strcmp(label, "owner") == 0 || now->count == SENTENCES ||
	    (strcmp(label, "since") == 0 && now->explanation->switches == 0))
		return;
	snprintf(now->label[now->count], sizeof(now->label[0]), "%s", label);
	snprintf(now->text[now->count++], SENTENCE_SIZE, "%s", text);
}

/* Finds the first sentence with a reason, or all reasons if there is none. */
static unsigned int reasons_of(const struct sentences *sentences)
{
	unsigned int i = 0;

	while (i < sentences->count && strcmp(sentences->label[i], "why") != 0)
		i++;
	return i;
}

/* Whether the reasons are those of the register before. */
static bool is_repeated(const struct sentences *now, const struct sentences *before)
{
	unsigned int mine = reasons_of(now), others = reasons_of(before);

	if (mine == now->count || now->count - mine != before->count - others)
		return false;
	for (; mine < now->count; mine++, others++)
		if (strcmp(now->text[mine], before->text[others]) != 0)
			return false;
	return true;
}

/* Leaves out end tags that HTML does not need: there are many. */
static void list_sentences(struct section *section, const struct explanation *explanation)
{
	struct sentences *now = &section->now;
	const struct prose_listener listener = { say, now };
	unsigned int shown;

	now->explanation = explanation;
	now->count = 0;
	explain_say(section->page->report, explanation, &listener);
	shown = is_repeated(now, &section->before) ? reasons_of(now) : now->count;
	markup_print("<dl>\n");
	for (unsigned int i = 0; i < shown; i++) {
		if (now->label[i][0] != '\0')
			markup_print("<dt>%s", now->label[i]);
		markup_print("<dd>%s\n", now->text[i]);
	}
	if (shown < now->count)
		markup_print("<dt>why<dd>as of the register above\n");
	markup_print("</dl>");
	section->before = *now;
}

static void digits(const char *name, const struct known_value *value, unsigned int width)
{
	if (value->known)
		markup_print("%s %0*x", name, 2 * (int)width, value->value);
	else
		markup_print("%s ?", name);
}

static void one_register(struct section *section, const struct explanation *explanation)
{
	const struct page *page = section->page;
	const struct register_place *place = &explanation->place;
	const char *kernel = place->known->type->kernel, *setpci = place->known->type->setpci;
	char name[REGISTER_NAME_SIZE], text[PLACE_TEXT_SIZE];

	register_name(place->known, name);
	markup_print("<div class=\"reg\" id=\"");
	if (kernel != NULL || setpci != NULL)
		markup_print("%s%s", page->prefix, name);
	else
		markup_print("%sr%03x", page->prefix, place->offset);
	markup_print("\">\n<h5>%s</h5><code>", register_place_text(place, text));
	digits("hardware", &explanation->hardware, place->width);
	digits(", user", &explanation->user, place->width);
	markup_print("</code>\n");
	draw_register(explanation);
	markup_print("<details><summary>why</summary>\n");
	list_fields(explanation);
	list_sentences(section, explanation);
	markup_print("</details>\n</div>\n");
}

/* The heading of a capability; NULL: of the header. */
static void heading(const struct page *page, const struct map_visit *visit)
{
	const struct map *map = page->report->map;
	bool extended = visit != NULL && visit->kind != KIND_CAPABILITY;
	char name[SVG_NAME_SIZE];

	svg_capability(map, visit != NULL ? visit->start : 0, name);
	markup_print("<section id=\"%s%s\">\n", page->prefix, name);
	if (visit == NULL) {
		markup_print("<h4>header</h4>\n");
		return;
	}
	markup_print("<h4>%02x %s</h4>\n<p>%s", visit->start, name,
		     capability_title(extended, visit->id)[0] != '\0'
		     ? capability_title(extended, visit->id) : "unknown");
	if (visit->length == 0)
		markup_print(", hidden by vfio-pci (%s): its bytes are raw</p>\n",
			     map_hidden_at(map, visit->start) != NULL
			     ? map_hidden_reason_name(map_hidden_at(map, visit->start)->reason) : "twice");
	else
		markup_print(", %u bytes</p>\n", visit->length);
}

static bool is_first(const struct map *map, const struct map_visit *visit)
{
	for (const struct map_visit *earlier = map->visit; earlier != visit; earlier++)
		if (earlier->start == visit->start)
			return false;
	return true;
}

static void registers_of(struct section *section, unsigned int start)
{
	const struct report *report = section->page->report;

	for (size_t i = 0; i < report->explained_count; i++)
		if (report->explained[i].place.known->capability == start)
			one_register(section, &report->explained[i]);
}

static void list_capabilities(const struct page *page)
{
	const struct map *map = page->report->map;
	char name[SVG_NAME_SIZE];

	markup_print("<nav class=\"caps\" aria-label=\"capabilities\"><p><a href=\"#%sheader\">header</a>",
		     page->prefix);
	for (unsigned int i = 0; i < map->visits; i++)
		if (is_first(map, &map->visit[i])) {
			svg_capability(map, map->visit[i].start, name);
			markup_print(" · <a href=\"#%s%s\">%s</a>", page->prefix, name, name);
		}
	markup_print("</p></nav>\n");
}

void page_registers(const struct page *page)
{
	const struct map *map = page->report->map;
	struct section section = { .page = page };

	if (page->report->policy == NULL)
		return;
	markup_print("<section>\n<h3>Registers</h3>\n<p>In the row policy a letter says where a run of bits "
		     "is read from, hardware (h) or virtual copy (v), and its colour where a write of "
		     "it goes, as in the grid.</p>\n");
	list_capabilities(page);
	heading(page, NULL);
	registers_of(&section, 0);
	markup_print("</section>\n");
	for (unsigned int i = 0; i < map->visits; i++) {
		if (!is_first(map, &map->visit[i]))
			continue;
		heading(page, &map->visit[i]);
		registers_of(&section, map->visit[i].start);
		markup_print("</section>\n");
	}
	markup_print("</section>\n");
}
