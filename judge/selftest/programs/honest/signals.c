// claim: signals: alarms, timers, a queue, and recovery from a crash and a full stack
// expect: AC
// prints: alarm timer value crash stack division

#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t heard, value;
static sigjmp_buf back;

static void hear(int number, siginfo_t *info, void *context)
{
	(void)context;
	heard = number;
	value = info->si_value.sival_int;
}

static void recover(int number)
{
	siglongjmp(back, number);
}

static __attribute__((noinline)) int deeper(volatile char *above)
{
	volatile char frame[4096];

	frame[0] = above[0];
	return deeper(frame) + frame[0];
}

static void set(int number, void (*action)(int, siginfo_t *, void *))
{
	struct sigaction how = { .sa_sigaction = action, .sa_flags = SA_SIGINFO };

	sigaction(number, &how, NULL);
}

int main(void)
{
	struct itimerval soon = { { 0, 0 }, { 0, 10000 } };
	struct rlimit small = { 1 << 20, 1 << 20 };
	stack_t other = { .ss_sp = malloc(1 << 16), .ss_size = 1 << 16 };
	struct sigaction on_other = { .sa_handler = recover, .sa_flags = SA_ONSTACK };
	volatile char start = 0;

	set(SIGALRM, hear);
	set(SIGVTALRM, hear);
	set(SIGRTMIN + 1, hear);
	ualarm(10000, 0);
	while (heard != SIGALRM)
		usleep(1000);
	printf("alarm ");
	setitimer(ITIMER_VIRTUAL, &soon, NULL);
	while (heard != SIGVTALRM)
		;
	printf("timer ");
	sigqueue(getpid(), SIGRTMIN + 1, (union sigval){ .sival_int = 42 });
	printf("%s ", value == 42 ? "value" : "no value");
	sigaltstack(&other, NULL);
	sigaction(SIGSEGV, &on_other, NULL);
	sigaction(SIGFPE, &on_other, NULL);
	if (sigsetjmp(back, 1) == 0)
		*(volatile int *)mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) = 1;
	printf("crash ");
	setrlimit(RLIMIT_STACK, &small);
	if (sigsetjmp(back, 1) == 0)
		return deeper(&start);
	printf("stack ");
	if (sigsetjmp(back, 1) == 0)
		raise(SIGFPE);
	printf("division\n");
	return 0;
}
