/* What a Node function that is to be copied needs and JavaScript cannot do: forks it, and renews in
 * a copy what only native code reaches.
 *
 * Node has helper threads, and no image has threads. So the image is taken of a child that it forks:
 * there only the thread that forks goes on, and libuv and the C library have put their own affairs
 * in order (`pthread_atfork`). The child waits for the first frame of a copy; it never gets one. Its
 * copies do, and go on from there.
 *
 * What V8 has done in the background is done by a thread of ours in a copy, which begins with the
 * first such task: Node's own thread for that is gone, and Node waits for it wherever its loop ends.
 * For this the one function of Node's platform that takes such tasks is replaced in its table; of a
 * Node that does not have it under a known name no copies are made.
 *
 * Written without headers and without the C library's start-up files, so that any C compiler makes
 * of it what any Node can load: what it calls, Node has. Node's and libuv's interfaces that are used
 * here are stable by their authors' promise.
 *
 * Loaded by a function that is copied alone; its copies have it in their memory. */

typedef unsigned long size_t;
typedef struct environment *napi_env;
typedef struct value *napi_value;
typedef struct info *napi_callback_info;
typedef napi_value (*callback)(napi_env, napi_callback_info);

extern int napi_create_function(napi_env, const char *, size_t, callback, void *, napi_value *);
extern int napi_set_named_property(napi_env, napi_value, const char *, napi_value);
extern int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *,
                            void **);
extern int napi_create_int32(napi_env, int, napi_value *);
extern int napi_get_value_int32(napi_env, napi_value, int *);
extern int napi_get_buffer_info(napi_env, napi_value, void **, size_t *);
extern int napi_get_uv_event_loop(napi_env, void **);
extern int napi_add_env_cleanup_hook(napi_env, void (*)(void *), void *);
extern int uv_loop_fork(void *);
extern long syscall(long, ...);
extern int fork(void);
extern void _exit(int) __attribute__((noreturn));
extern int pthread_create(unsigned long *, void *, void *(*)(void *), void *);
extern int pthread_mutex_lock(void *);
extern int pthread_mutex_unlock(void *);
extern int pthread_cond_signal(void *);
extern int pthread_cond_wait(void *, void *);

/* V8's and Node's names, as their compiler writes them. Of the two that take a task a Node has one. */
#define PLATFORM _ZN2v88internal2V818GetCurrentPlatformEv
#define ISOLATE _ZN2v87Isolate10GetCurrentEv
#define DRAIN _ZN4node12NodePlatform10DrainTasksEPN2v87IsolateE
#define POST _ZN4node12NodePlatform18CallOnWorkerThreadESt10unique_ptrIN2v84TaskESt14default_deleteIS3_EE
#define POST_WITH_PRIORITY \
  _ZN4node12NodePlatform26PostTaskOnWorkerThreadImplEN2v812TaskPriorityESt10unique_ptrINS1_4TaskESt14default_deleteIS4_EERKNS1_14SourceLocationE
#define CONTEXT _ZN2v87Isolate17GetCurrentContextEv
#define ENVIRONMENT _ZN4node21GetCurrentEnvironmentEN2v85LocalINS0_7ContextEEE
#define AT_EXIT _ZN4node6AtExitEPNS_11EnvironmentEPFvPvES2_
extern void *CONTEXT(void *) __attribute__((weak));
extern void *ENVIRONMENT(void *) __attribute__((weak));
extern void AT_EXIT(void *, void (*)(void *), void *) __attribute__((weak));
extern void *PLATFORM(void) __attribute__((weak));
extern void *ISOLATE(void) __attribute__((weak));
extern void DRAIN(void *, void *) __attribute__((weak));
extern void POST(void) __attribute__((weak));
extern void POST_WITH_PRIORITY(void) __attribute__((weak));

/* A Node may be built without OpenSSL. */
extern int RAND_bytes(unsigned char *, int) __attribute__((weak));
extern int RAND_priv_bytes(unsigned char *, int) __attribute__((weak));
extern void RAND_add(const void *, int, double) __attribute__((weak));

#if defined(__x86_64__)

enum {
  CALL_READ = 0,
  CALL_OPEN = 2,
  CALL_CLOSE = 3,
  CALL_SIGACTION = 13,
  CALL_MADVISE = 28,
  CALL_WAIT4 = 61,
  CALL_SIGALTSTACK = 131,
  CALL_GETTID = 186,
  CALL_GETRANDOM = 318,
};
enum { CHANNEL = 3, DO_FORK = 11, SIGNALS = 64, MARKED_MAX = 1024, SEED_BYTES = 48 };
/* How far into what the C library keeps of a thread its number is looked for. */
enum { THREAD_BYTES = 2048 };

static struct {
  unsigned long start, length;
} marked[MARKED_MAX];

/* One more digit of a number; whether it was one. */
static int digit(unsigned long *number, char letter) {
  int value = letter >= '0' && letter <= '9'   ? letter - '0'
              : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
                                               : -1;
  if (value < 0) return 0;
  *number = *number * 16 + (unsigned long)value;
  return 1;
}

/* Start and end of an area, if the line begins with them. */
static int area(const char *line, unsigned long *start, unsigned long *end) {
  *start = *end = 0;
  const char *at = line;
  while (digit(start, *at)) at++;
  if (at == line || *at != '-') return 0;
  const char *second = ++at;
  while (digit(end, *at)) at++;
  return at != second && *at == ' ';
}

/* Whether these flags say that a fork does not have the area. */
static int is_kept_from_forks(const char *line) {
  const char *name = "VmFlags:";
  for (; *name; name++, line++)
    if (*line != *name) return 0;
  for (; line[0] && line[1] && line[2]; line++)
    if (line[0] == ' ' && line[1] == 'd' && line[2] == 'c') return 1;
  return 0;
}

/* V8 keeps memory from forks that a fork of it cannot do without. Lets forks have all; whether it
 * could. */
static int let_forks_have_all(void) {
  static char bytes[65536], line[512];
  long file = syscall(CALL_OPEN, "/proc/self/smaps", 0x80000, 0);
  if (file < 0) return 0;
  unsigned long start = 0, end = 0, next_start, next_end;
  int count = 0, length = 0;
  for (;;) {
    long got = syscall(CALL_READ, file, bytes, sizeof bytes);
    if (got <= 0) break;
    for (long at = 0; at < got; at++) {
      if (bytes[at] != '\n') {
        if (length < (int)sizeof line - 1) line[length++] = bytes[at];
        continue;
      }
      line[length] = 0;
      length = 0;
      if (area(line, &next_start, &next_end)) {
        start = next_start;
        end = next_end;
      } else if (is_kept_from_forks(line)) {
        if (count == MARKED_MAX) return 0;
        marked[count].start = start;
        marked[count++].length = end - start;
      }
    }
  }
  syscall(CALL_CLOSE, file);
  for (int at = 0; at < count; at++)
    if (syscall(CALL_MADVISE, marked[at].start, marked[at].length, DO_FORK) != 0) return 0;
  return 1;
}

/* How the kernel keeps what is done about a signal, in its own structure. */
static unsigned long actions[SIGNALS + 1][4];
static unsigned long other_stack[3];

static void remember_signals(void) {
  for (long number = 1; number <= SIGNALS; number++)
    syscall(CALL_SIGACTION, number, 0, actions[number], 8);
  syscall(CALL_SIGALTSTACK, 0, other_stack);
}

static void renew_signals(void) {
  for (long number = 1; number <= SIGNALS; number++)
    syscall(CALL_SIGACTION, number, actions[number], 0, 8);
  syscall(CALL_SIGALTSTACK, other_stack, 0);
}

/* The places in what the C library keeps of this thread that hold its number: one, and what is
 * equal to it by chance, which another number after the fork tells apart. */
static char is_number[THREAD_BYTES / sizeof(int)];

static int *of_thread(void) {
  int *place;
  __asm__("mov %%fs:0, %0" : "=r"(place));
  return place;
}

static void compare_numbers(int first) {
  int number = (int)syscall(CALL_GETTID);
  int *place = of_thread();
  for (size_t at = 0; at < sizeof is_number; at++)
    is_number[at] = (first || is_number[at]) && place[at] == number;
}

static void renew_number(void) {
  int number = (int)syscall(CALL_GETTID);
  int *place = of_thread();
  for (size_t at = 0; at < sizeof is_number; at++)
    if (is_number[at]) place[at] = number;
}

/* OpenSSL draws a new seed when its process has another number than when it drew last: so it draws
 * once in the child, whose number no copy has. */
static void use_generators(void) {
  unsigned char byte;
  if (RAND_bytes) RAND_bytes(&byte, 1);
  if (RAND_priv_bytes) RAND_priv_bytes(&byte, 1);
}

/* And if it did not, it has a seed of the kernel's all the same. */
static int renew_generators(void) {
  unsigned char seed[SEED_BYTES];
  if (syscall(CALL_GETRANDOM, seed, sizeof seed, 0) != SEED_BYTES) return 0;
  if (RAND_add) RAND_add(seed, sizeof seed, sizeof seed);
  return 1;
}

/* V8's tasks: the functions of each are its two ways to end, and to run. */
typedef struct task {
  void (**functions)(struct task *);
} task;

enum { TASKS_MAX = 4096, FUNCTIONS_MAX = 40, TABLE_HEAD = 2 };

/* Zeroes are a lock and a condition of the C library's that nobody uses. */
static unsigned long lock[8], arrived[8];
static task *tasks[TASKS_MAX];
static unsigned first_task, tasks_waiting;
static int has_runner;

static void run(task *one) {
  one->functions[2](one);
  one->functions[1](one);
}

static void *run_all(void *nothing) {
  (void)nothing;
  for (;;) {
    pthread_mutex_lock(lock);
    while (tasks_waiting == 0) pthread_cond_wait(arrived, lock);
    task *one = tasks[first_task];
    first_task = (first_task + 1) % TASKS_MAX;
    tasks_waiting--;
    pthread_mutex_unlock(lock);
    run(one);
  }
  return 0;
}

/* Takes a task out of what owns it, and has it run. Where there is no room, or no thread to be had,
 * whoever brings it runs it. */
static void post(void *platform, task **owner) {
  (void)platform;
  task *one = *owner;
  unsigned long thread;
  *owner = 0;
  pthread_mutex_lock(lock);
  if (!has_runner) has_runner = pthread_create(&thread, 0, run_all, 0) == 0;
  int taken = has_runner && tasks_waiting < TASKS_MAX;
  if (taken) {
    tasks[(first_task + tasks_waiting) % TASKS_MAX] = one;
    tasks_waiting++;
    pthread_cond_signal(arrived);
  }
  pthread_mutex_unlock(lock);
  if (!taken) run(one);
}

static void post_with_priority(void *platform, int priority, task **owner, void *place) {
  (void)priority, (void)place;
  post(platform, owner);
}

static int is_able(void) { return PLATFORM && ISOLATE && DRAIN && (POST || POST_WITH_PRIORITY); }

/* From here on such tasks are ours; whether Node's platform is as expected. */
static int take_tasks(void) {
  static void *functions[TABLE_HEAD + FUNCTIONS_MAX];
  void *known = POST ? (void *)POST : (void *)POST_WITH_PRIORITY;
  void *ours = POST ? (void *)post : (void *)post_with_priority;
  void ***platform = PLATFORM();
  void **before = *platform - TABLE_HEAD;
  int found = 0;
  for (int at = 0; at < TABLE_HEAD + FUNCTIONS_MAX; at++) {
    int is_known = before[at] == known;
    functions[at] = is_known ? ours : before[at];
    found += is_known;
  }
  if (found != 1) return 0;
  *platform = functions + TABLE_HEAD;
  return 1;
}

/* Waits for the first frame in a forked child, and goes on in a copy of that: the bytes that were
 * read, or which step failed as a negative number. */
static int begin_as_copy(void *loop, void *buffer, size_t length) {
  if (!let_forks_have_all()) return -1;
  /* What V8 has in the background ends first. */
  DRAIN(PLATFORM(), ISOLATE());
  remember_signals();
  compare_numbers(1);
  int child = fork();
  if (child < 0) return -2;
  if (0 < child) {
    int status;
    /* Whoever takes the image ends this process. */
    while (syscall(CALL_WAIT4, child, &status, 0, 0) != child) {
    }
    _exit(1);
  }
  compare_numbers(0);
  use_generators();
  if (!take_tasks()) _exit(1);
  long got = syscall(CALL_READ, (long)CHANNEL, buffer, length);
  if (got <= 0) _exit(0);
  renew_number();
  renew_signals();
  if (!renew_generators()) return -3;
  return uv_loop_fork(loop) == 0 ? (int)got : -4;
}

#else

static int is_able(void) { return 0; }

static int begin_as_copy(void *loop, void *buffer, size_t length) {
  (void)loop, (void)buffer, (void)length;
  return -1;
}

#endif

static napi_value number(napi_env env, int number) {
  napi_value value = 0;
  napi_create_int32(env, number, &value);
  return value;
}

static napi_value argument(napi_env env, napi_callback_info info) {
  napi_value given = 0;
  size_t count = 1;
  napi_get_cb_info(env, info, &count, &given, 0, 0);
  return given;
}

/* begin(buffer): see above. It returns in copies alone. */
static napi_value begin(napi_env env, napi_callback_info info) {
  void *loop = 0, *buffer = 0;
  size_t length = 0;
  if (napi_get_uv_event_loop(env, &loop) != 0 ||
      napi_get_buffer_info(env, argument(env, info), &buffer, &length) != 0)
    return number(env, -5);
  return number(env, begin_as_copy(loop, buffer, length));
}

/* busy(): how many requests the loop has in progress. These are the first members of its public
 * structure. */
static napi_value busy(napi_env env, napi_callback_info info) {
  struct {
    void *data;
    unsigned handles;
    void *queue[2];
    unsigned requests;
  } *loop = 0;
  (void)info;
  return number(env, napi_get_uv_event_loop(env, (void **)&loop) == 0 ? (int)loop->requests : -1);
}

/* Of a copy that is about to end, how. */
static int is_ending, last_status;

/* ending(status): a copy is about to end so. */
static napi_value ending(napi_env env, napi_callback_info info) {
  is_ending = 1;
  napi_get_value_int32(env, argument(env, info), &last_status);
  return number(env, 0);
}

/* Node is about to wait for threads that no copy has. */
static void ends(void *nothing) {
  (void)nothing;
  if (is_ending) _exit(last_status);
}

/* able(): whether this Node is one that copies can be made of. */
static napi_value able(napi_env env, napi_callback_info info) {
  (void)info;
  return number(env, is_able());
}

/* exit(status): ends the process as it is. Node's own way waits for threads that no copy has. */
static napi_value leave(napi_env env, napi_callback_info info) {
  int status = 0;
  napi_get_value_int32(env, argument(env, info), &status);
  _exit(status);
}

static void offer(napi_env env, napi_value exports, const char *name, callback function) {
  napi_value value = 0;
  napi_create_function(env, name, (size_t)-1, function, 0, &value);
  napi_set_named_property(env, exports, name, value);
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env,
                                                                          napi_value exports) {
  offer(env, exports, "able", able);
  offer(env, exports, "begin", begin);
  offer(env, exports, "busy", busy);
  offer(env, exports, "ending", ending);
  offer(env, exports, "exit", leave);
  /* At the natural end, and at the one by an error that nobody caught. */
  napi_add_env_cleanup_hook(env, ends, 0);
  if (ISOLATE && CONTEXT && ENVIRONMENT && AT_EXIT)
    AT_EXIT(ENVIRONMENT(CONTEXT(ISOLATE())), ends, 0);
  return exports;
}
