#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/cli/command.h"
#include "ui/cli/help_text.h"

enum { OTHERS_NOTHING = 077, WORDS_MAX = 2 };

/* One call of the program. */
struct call {
    const struct command *command; /* NULL: none was named, or none is known */
    size_t words;                  /* that could name one */
    struct err no_command;
    struct globals globals;
    void *own; /* owned; the command's options */
    struct options options;
    struct context context;
};

/* A closed stdin, stdout or stderr must not become a database's file, and what is printed to it must fail. */
static void hold_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY);
}

/* The language of messages about the command line itself. */
static int lang_typed(int argc, char **argv)
{
    static const char *const names[] = {"", "en", "ja"};
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
        for (int lang = LANG_EN; lang <= LANG_JA; lang++)
            if ((!strcmp(argv[i], "--lang") && i + 1 < argc && !strcmp(argv[i + 1], names[lang])) ||
                (!strncmp(argv[i], "--lang=", 7) && !strcmp(argv[i] + 7, names[lang])))
                return lang;
    return LANG_NONE;
}

static void find_command(struct call *call, int argc, char **argv, size_t *used)
{
    const struct option *tables[COMMAND_TABLES_MAX];
    const char *words[WORDS_MAX];
    command_tables(tables);
    call->words = options_words(tables, argc, argv, words, WORDS_MAX);
    call->command = command_find(words, call->words, used, &call->no_command);
}

static int parse(struct call *call, int argc, char **argv, struct err *err)
{
    struct option_set sets[OPTIONS_SETS_MAX] = {{context_options, &call->globals}};
    const struct command *c = call->command;
    if (c && c->call_size) {
        call->own = calloc(1, c->call_size);
        if (!call->own)
            return err_memory(err);
    }
    for (size_t i = 0; c && i < COMMAND_SETS_MAX && c->options[i]; i++)
        sets[i + 1] = (struct option_set){c->options[i], call->own};
    return options_parse(sets, c ? c->name : NULL, argc, argv, &call->options, err);
}

static int check_arguments(const struct call *call, size_t count, struct err *err)
{
    const struct command *c = call->command;
    if (call->globals.as_if && c->no_rehearsal)
        return err_set(err, ERR_USAGE, "%s does not go with --as-if: a rehearsal changes nothing",
                       "%s は --as-if と併用できません。予行では何も変更しません", c->name);
    if (count < c->least)
        return err_set(err, ERR_USAGE, "%s needs %s. Help: kenpin help %s",
                       "%s には %s が要ります。説明: kenpin help %s", c->name, c->arguments, c->name);
    if (count > c->most)
        return err_set(err, ERR_USAGE, "%s takes %s; \"%s\" is one too many. Help: kenpin help %s",
                       "%s が取るのは %s です。「%s」が余分です。説明: kenpin help %s", c->name,
                       c->most ? c->arguments : "no argument", call->options.args[call->options.count - 1], c->name);
    return 0;
}

/* Everything a command needs, or why it cannot run. */
static int prepare(struct call *call, size_t used, struct err *err)
{
    struct context *ctx = &call->context;
    *ctx = (struct context){
        .command = call->command,
        .call = call->own,
        .args = (const char *const *)call->options.args + used,
        .count = call->options.count - used,
        .as_if = call->globals.as_if,
        .offline = call->globals.offline,
        .lang = ctx->lang,
    };
    if (context_config(&ctx->config, err) && !call->command->without_config)
        return -1;
    ctx->lang = context_lang(call->globals.lang, ctx->config.lang);
    if (check_arguments(call, ctx->count, err))
        return -1;
    return call->command->without_config ? 0 : context_data(call->globals.data, ctx->data, err);
}

static int run(struct call *call, int argc, char **argv)
{
    struct context *ctx = &call->context;
    struct err err = {0};
    size_t used = 0;
    ctx->lang = context_lang(lang_typed(argc, argv), LANG_NONE);
    find_command(call, argc - 1, argv + 1, &used);
    int parsed = parse(call, argc - 1, argv + 1, &err);
    if (call->globals.version) {
        context_say(ctx, "kenpin %s", "kenpin %s", KENPIN_VERSION);
        return STATUS_OK;
    }
    if (call->globals.help && (parsed == 0 || !call->command))
        return help_text_for(ctx, (const char *const *)call->options.args, used ? used : call->options.count);
    if (!call->command && (parsed == 0 || call->words))
        return context_fail(ctx, &call->no_command);
    if (parsed || prepare(call, used, &err))
        return context_fail(ctx, &err);
    return call->command->run(ctx);
}

/* What was printed counts only when it arrived. */
static int finish(const struct context *ctx, int status)
{
    bool failed = ferror(stdout) != 0;
    if (fflush(stdout) == 0 && !failed)
        return status;
    context_note(ctx, "stdout cannot be written: %s. What was recorded stays: kenpin evidence list",
                 "標準出力に書けません: %s。記録したものは残っています: kenpin evidence list", strerror(errno));
    return STATUS_COULD_NOT;
}

int main(int argc, char **argv)
{
    struct call call = {0};
    hold_standard_files();
    (void)umask(OTHERS_NOTHING);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGCHLD, SIG_DFL); /* where it is ignored, nobody learns how a process ended */
    (void)signal(SIGXFSZ, SIG_IGN); /* a file size limit is an error of writing, said in words */
    (void)setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
    int status = finish(&call.context, run(&call, argc, argv));
    options_clear(&call.options);
    option_keep_clear(&call.context.keep);
    config_clear(&call.context.config);
    free(call.own);
    return status;
}
