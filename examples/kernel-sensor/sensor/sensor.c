// SPDX-License-Identifier: GPL-2.0
/*
 * A small endpoint sensor: it matches events against the records of a channel file, in the kernel.
 *
 * Each record names the input field it looks into. The sensor supplies FIELDS of them. Releases
 * built without BOUNDS_CHECK believe the record; a record that asks for one field more reads past
 * the end of the array and takes the machine down. With BOUNDS_CHECK such a file is refused and the
 * sensor goes on with the last one that was good.
 *
 * SENSOR_VERSION is 711, 715 or 716.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#define FIELDS		20
#define CHANNEL_MAX	65536

#define CHANNEL		"/var/lib/sensor/channel.bin"
#define CHANNEL_LKG	"/var/lib/sensor/channel.lkg"
#define SEEN		"/var/lib/sensor/seen"

#if SENSOR_VERSION == 711
#define RELEASE "7.11"
#elif SENSOR_VERSION == 715
#define RELEASE "7.15"
#elif SENSOR_VERSION == 716
#define RELEASE "7.16"
#else
#error "SENSOR_VERSION must be 711, 715 or 716"
#endif

/* The channel file. All numbers are little-endian. */
#define RECORD_REPEAT_VISIT	BIT(0)	/* only once this version has been loaded before */

struct record {
	__le32 field;
	__le32 flags;
	__le32 rounds;			/* how often an event is matched; 0 means once */
	char pattern[52];		/* NUL-terminated */
};

struct channel {
	char magic[4];
	__le32 format;
	__le32 version;
	__le32 count;
	struct record records[];
};

static DEFINE_MUTEX(lock);
static struct channel *in_force;
static bool repeat_visit;
static char verdict[32] = "none";

/*
 * The input fields: the whole event, then its words. The array is put at the end of a page of its
 * own, so what follows it is vmalloc's guard page.
 */
static void *field_page;
static const char **fields;
static char words[1024];

static void supply_fields(const char *event)
{
	static char whole[sizeof(words)];
	char *rest = words, *word;
	int i = 1;

	strscpy(whole, event, sizeof(whole));
	strscpy(words, event, sizeof(words));
	fields[0] = strim(whole);
	while (i < FIELDS && (word = strsep(&rest, " \t\n")))
		if (*word)
			fields[i++] = word;
	while (i < FIELDS)
		fields[i++] = "";
}

static noinline void evaluate(struct channel *c, const char *event, bool self_test)
{
	u32 count = le32_to_cpu(c->count);
	u32 i, round;

	supply_fields(event);
	strscpy(verdict, "unfinished", sizeof(verdict));
	for (i = 0; i < count; i++) {
		const struct record *r = &c->records[i];
		u32 rounds = self_test ? 1 : max(le32_to_cpu(r->rounds), 1u);
		bool found = false;

		if ((le32_to_cpu(r->flags) & RECORD_REPEAT_VISIT) && !repeat_visit)
			continue;
		for (round = 0; round < rounds; round++) {
			found = strstr(fields[le32_to_cpu(r->field)], r->pattern);
			if (!(round & 1023)) {
				cond_resched();
				if (fatal_signal_pending(current))
					return;
			}
		}
		if (!found)
			continue;
#if SENSOR_VERSION >= 715
		snprintf(verdict, sizeof(verdict), "flagged rule %u", i);
#else
		strscpy(verdict, "flagged", sizeof(verdict));
#endif
		return;
	}
	strscpy(verdict, "clean", sizeof(verdict));
}

static void *read_whole(const char *path, size_t *size)
{
	struct file *f = filp_open(path, O_RDONLY, 0);
	loff_t length, pos = 0;
	void *data;

	if (IS_ERR(f))
		return f;
	length = i_size_read(file_inode(f));
	data = length <= CHANNEL_MAX ? kzalloc(length + 1, GFP_KERNEL) : NULL;
	if (!data || kernel_read(f, data, length, &pos) != length) {
		kfree(data);
		data = ERR_PTR(-EIO);
	}
	filp_close(f, NULL);
	*size = length;
	return data;
}

static void write_whole(const char *path, const void *data, size_t size)
{
	struct file *f = filp_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	loff_t pos = 0;

	if (IS_ERR(f) || kernel_write(f, data, size, &pos) != size)
		pr_err("sensor: %s could not be written\n", path);
	if (!IS_ERR(f))
		filp_close(f, NULL);
}

static struct channel *read_channel(const char *path, size_t *size)
{
	struct channel *c = read_whole(path, size);
	u32 i;

	if (IS_ERR(c)) {
		pr_err("sensor: cannot read %s: %ld\n", path, PTR_ERR(c));
		return c;
	}
	if (*size < sizeof(*c) || memcmp(c->magic, "SNSR", 4) || le32_to_cpu(c->format) != 1 ||
	    *size != struct_size(c, records, le32_to_cpu(c->count)))
		goto malformed;
	for (i = 0; i < le32_to_cpu(c->count); i++)
		if (!memchr(c->records[i].pattern, 0, sizeof(c->records[i].pattern)))
			goto malformed;
	return c;

malformed:
	pr_err("sensor: %s is malformed\n", path);
	kfree(c);
	return ERR_PTR(-EINVAL);
}

#ifdef BOUNDS_CHECK
static int check_bounds(struct channel *c)
{
	u32 i;

	for (i = 0; i < le32_to_cpu(c->count); i++)
		if (le32_to_cpu(c->records[i].field) >= FIELDS) {
			pr_err("sensor: rejected channel %u: record %u asks for field %u of %u\n",
			       le32_to_cpu(c->version), i, le32_to_cpu(c->records[i].field), FIELDS);
			return -EBADMSG;
		}
	return 0;
}

static void save_lkg(struct channel *c, size_t size)
{
	write_whole(CHANNEL_LKG, c, size);
}
#else
static int check_bounds(struct channel *c)
{
	return 0;
}

static void save_lkg(struct channel *c, size_t size)
{
}
#endif

static bool seen_before(struct channel *c)
{
	size_t size;
	__le32 *seen = read_whole(SEEN, &size);
	bool same;

	if (IS_ERR(seen))
		return false;
	same = size == sizeof(*seen) && *seen == c->version;
	kfree(seen);
	return same;
}

static int load(const char *path)
{
	struct channel *c;
	size_t size;
	int error;

	c = read_channel(path, &size);
	if (IS_ERR(c))
		return PTR_ERR(c);
	error = check_bounds(c);
	if (error) {
		kfree(c);
		return error;
	}
	repeat_visit = seen_before(c);
	evaluate(c, "self-test", true);
	kfree(in_force);
	in_force = c;
	if (!repeat_visit)
		write_whole(SEEN, &c->version, sizeof(c->version));
	if (strcmp(path, CHANNEL_LKG))
		save_lkg(c, size);
	pr_info("sensor: channel %u in force\n", le32_to_cpu(c->version));
	return 0;
}

static int in_force_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "sensor " RELEASE "\nchannel %u\n", le32_to_cpu(in_force->version));
}

static int event_set(const char *event, const struct kernel_param *kp)
{
	mutex_lock(&lock);
	evaluate(in_force, event, false);
	mutex_unlock(&lock);
	return 0;
}

static int event_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%s\n", verdict);
}

static int reload_set(const char *value, const struct kernel_param *kp)
{
	int error;

	mutex_lock(&lock);
	error = load(CHANNEL);
	mutex_unlock(&lock);
	return error;
}

static const struct kernel_param_ops in_force_ops = { .get = in_force_get };
static const struct kernel_param_ops event_ops = { .set = event_set, .get = event_get };
static const struct kernel_param_ops reload_ops = { .set = reload_set };

module_param_cb(in_force, &in_force_ops, NULL, 0444);
module_param_cb(event, &event_ops, NULL, 0644);
module_param_cb(reload, &reload_ops, NULL, 0200);

static int __init sensor_init(void)
{
	int error;

	field_page = vmalloc(PAGE_SIZE);
	if (!field_page)
		return -ENOMEM;
	fields = field_page + PAGE_SIZE - FIELDS * sizeof(*fields);
	error = load(CHANNEL);
#ifdef BOUNDS_CHECK
	if (error)
		error = load(CHANNEL_LKG);
#endif
	if (error)
		vfree(field_page);
	return error;
}

static void __exit sensor_exit(void)
{
	kfree(in_force);
	vfree(field_page);
}

module_init(sensor_init);
module_exit(sensor_exit);
MODULE_DESCRIPTION("Example endpoint sensor");
MODULE_VERSION(RELEASE);
MODULE_LICENSE("GPL");
