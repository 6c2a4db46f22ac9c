// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * poke - accesses through VFIO to a device of fakepci, one behind the other, and
 * what each of them changes anywhere in the device's hardware and in the kernel's
 * virtual copy. A library for poke.py; both sides know the structures.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SPACE		4096
#define LOG_AT		(3 * SPACE)
#define LOG_ENTRIES	1024

struct access {		/* struct fake_access of fakepci.h */
	uint16_t offset;
	uint8_t size;
	uint8_t write;
	uint32_t value;
};

struct log {
	volatile uint32_t accesses;
	uint32_t unused;
	struct access entry[LOG_ENTRIES];
};

enum op_kind {
	OP_WRITE,	/* through VFIO */
	OP_READ,	/* through VFIO */
	OP_CHANGE,	/* of the hardware, behind VFIO's back */
	OP_DETAIL = 0x80,	/* the accesses to hardware are events, too */
};

struct op {
	uint8_t kind;
	uint8_t size;
	uint16_t offset;
	uint32_t value;
};

struct result {
	uint32_t value;		/* that was read */
	uint32_t hardware;	/* of the bytes of the access, behind it */
	uint32_t virtual;
	int16_t error;		/* 0, or an error number; -1: not all bytes were done */
	uint8_t reads;		/* of the hardware */
	uint8_t writes;
};

enum event_kind { HARDWARE_CHANGED, VIRTUAL_CHANGED, HARDWARE_READ, HARDWARE_WRITTEN };

struct event {
	uint32_t op;
	uint16_t offset;
	uint8_t kind;
	uint8_t size;
	uint32_t value;
};

struct session {
	int vfio;
	uint32_t size;
	uint64_t config;	/* where the configuration space begins for VFIO */
	uint8_t *memory;	/* hardware: bytes, writable, w1c, log */
	uint8_t *page;		/* where the virtual copy is in memory */
	const uint8_t *virtual;
	/* As they were after the last access */
	uint8_t hardware_before[SPACE];
	uint8_t virtual_before[SPACE];
};

struct events {
	struct event *list;
	uint32_t count;
	uint32_t most;
};

static void add_event(struct events *events, uint32_t op, uint8_t kind, uint16_t offset,
		      uint8_t size, uint32_t value)
{
	if (events->count < events->most)
		events->list[events->count] = (struct event){ op, offset, kind, size, value };
	events->count++;
}

static uint32_t number(const uint8_t *bytes, uint8_t size)
{
	uint32_t value = 0;

	memcpy(&value, bytes, size);
	return value;
}

/* The bytes that an access has no business with, if they changed. */
static void find_changes(struct events *events, uint32_t op, uint8_t kind, const uint8_t *now,
			 uint8_t *before, uint32_t size)
{
	if (memcmp(now, before, size) == 0)
		return;
	for (uint32_t i = 0; i < size; i++)
		if (now[i] != before[i]) {
			add_event(events, op, kind, i, 1, now[i]);
			before[i] = now[i];
		}
}

static void count_accesses(const struct log *log, const struct op *op, uint32_t number,
			   struct result *result, struct events *events)
{
	uint32_t count = log->accesses;

	for (uint32_t i = 0; i < count; i++) {
		const struct access *access = &log->entry[i];
		uint8_t *sum = access->write ? &result->writes : &result->reads;

		if (*sum < UINT8_MAX)
			++*sum;
		if (op->kind & OP_DETAIL)
			add_event(events, number, access->write ? HARDWARE_WRITTEN : HARDWARE_READ,
				  access->offset, access->size, access->value);
	}
}

static void access_device(struct session *session, const struct op *op, struct result *result)
{
	off_t place = session->config + op->offset;
	ssize_t done;

	if ((op->kind & ~OP_DETAIL) == OP_READ)
		done = pread(session->vfio, &result->value, op->size, place);
	else
		done = pwrite(session->vfio, &op->value, op->size, place);
	result->error = done < 0 ? errno : done == op->size ? 0 : -1;
}

static void run_op(struct session *session, const struct op *op, uint32_t number_of_op,
		   struct result *result, struct events *events)
{
	struct log *log = (struct log *)(session->memory + LOG_AT);
	uint8_t *hardware = session->memory;
	uint32_t size = op->size;

	if (op->offset >= session->size)
		size = 0;
	else if (size > session->size - op->offset)
		size = session->size - op->offset;
	*result = (struct result){ 0 };
	if (op->kind == OP_CHANGE) {
		memcpy(hardware + op->offset, &op->value, size);
	} else {
		log->accesses = 0;
		access_device(session, op, result);
		count_accesses(log, op, number_of_op, result, events);
	}
	memcpy(session->hardware_before + op->offset, hardware + op->offset, size);
	memcpy(session->virtual_before + op->offset, session->virtual + op->offset, size);
	result->hardware = number(hardware + op->offset, size);
	result->virtual = number(session->virtual + op->offset, size);
	find_changes(events, number_of_op, HARDWARE_CHANGED, hardware, session->hardware_before,
		     session->size);
	find_changes(events, number_of_op, VIRTUAL_CHANGED, session->virtual,
		     session->virtual_before, session->size);
}

/* What is there now is what the next changes are seen against. */
void poke_sync(struct session *session)
{
	memcpy(session->hardware_before, session->memory, session->size);
	memcpy(session->virtual_before, session->virtual, session->size);
}

/* The number of events, of which the first MOST are in the list. */
uint32_t poke_run(struct session *session, const struct op *ops, uint32_t count,
		  struct result *results, struct event *list, uint32_t most)
{
	struct events events = { .list = list, .most = most };

	for (uint32_t i = 0; i < count; i++)
		run_op(session, &ops[i], i, &results[i], &events);
	return events.count;
}

static void *map_file(int file, size_t size, int protection)
{
	void *memory = mmap(NULL, size, protection, MAP_SHARED, file, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

/* The page of the virtual copy, and in it the copy itself: see truth.c. */
static int map_virtual(struct session *session, const char *path, const char *address)
{
	char text[16] = "";
	int file = open(path, O_RDWR | O_CLOEXEC);

	if (file < 0)
		return -1;
	if (write(file, address, strlen(address)) > 0 && read(file, text, sizeof(text) - 1) > 0)
		session->page = map_file(file, SPACE, PROT_READ);
	close(file);
	if (!session->page)
		return -1;
	session->virtual = session->page + strtoul(text, NULL, 10);
	return 0;
}

void poke_detach(struct session *session)
{
	if (session->memory)
		munmap(session->memory, LOG_AT + sizeof(struct log));
	if (session->page)
		munmap(session->page, SPACE);
	free(session);
}

/* A session with an open device, or NULL with errno. */
struct session *poke_attach(int vfio, uint64_t config, uint32_t size, const char *memory_path,
			    const char *virtual_path, const char *address)
{
	struct session *session = calloc(1, sizeof(*session));
	int file, error;

	if (!session)
		return NULL;
	session->vfio = vfio;
	session->config = config;
	session->size = size;
	file = open(memory_path, O_RDWR | O_CLOEXEC);
	if (file >= 0) {
		session->memory = map_file(file, LOG_AT + sizeof(struct log),
					   PROT_READ | PROT_WRITE);
		close(file);
	}
	if (!session->memory || map_virtual(session, virtual_path, address) != 0) {
		error = errno;
		poke_detach(session);
		errno = error;
		return NULL;
	}
	poke_sync(session);
	return session;
}

uint8_t *poke_hardware(struct session *session)
{
	return session->memory;
}

const uint8_t *poke_virtual(struct session *session)
{
	return session->virtual;
}
