#include "ui/cli/help_words.h"

#include <stdio.h>

const struct words help_words_about = {
    "checks the JC-STAR or CLS label on a product's box for the UK and Japan",
    "製品の箱の JC-STAR・CLS ラベルを英国と日本について検査する",
};

const struct words help_words_advice = {
    "kenpin compares what stands on a box with the registries' lists and with the text of the law. It is not legal"
    " advice, and its verdict binds nobody.",
    "kenpin は箱の表示を登録一覧と法令の文言に照らすだけです。法的助言ではなく、判定は誰も拘束しません。",
};

const struct help_item help_words_status[] = {
    {"0", {"Nothing worse than warn, or done", "注意より悪いものはない、または完了"}},
    {"1",
     {"Could not check, or could not do it; nothing was recorded", "検査または処理ができなかった。何も記録していない"}},
    {"2", {"A wrong call, or a wrong config file", "呼び出し方または設定ファイルの誤り"}},
    {"3", {"check: review, a person decides", "check: 要確認。人が判断する"}},
    {"4", {"check: hold, do not offer or sell until fixed", "check: 保留。解決まで出品・販売しない"}},
    {"5", {"check: stop, on the facts entered supply is barred", "check: 停止。入力された事実では供給が禁じられる"}},
    {0},
};

const struct help_item help_words_environment[] = {
    {"KENPIN_DATA, XDG_DATA_HOME, HOME", {"Where the data folder is", "データ用フォルダーの場所"}},
    {"KENPIN_CONFIG, XDG_CONFIG_HOME, HOME", {"Where the config file is", "設定ファイルの場所"}},
    {"LC_ALL, LC_MESSAGES, LANG", {"The language, Japanese or else English", "表示言語（日本語、それ以外は英語）"}},
    {"https_proxy, ALL_PROXY, no_proxy",
     {"The proxy to fetch through, and for which hosts none, as curl knows them",
      "取得に使うプロキシと、使わないホスト（curl と同じ）"}},
    {"CURL_CA_BUNDLE, SSL_CERT_FILE",
     {"The certificates to trust, in place of the system's", "システムの代わりに信頼する証明書"}},
    {"NO_COLOR", {"No colours, when it is set", "設定されていれば色を使わない"}},
    {0},
};

const struct help_item help_words_files[] = {
    {"DATA/evidence.db",
     {"What was checked and confirmed, one record chained to the other. Keep it; copies of it are worth having",
      "検査と確認の記録。鎖のようにつながっています。必ず保管し、控えも取ってください"}},
    {"DATA/cache.db",
     {"Registry copies and what each changed, labels' pages, the catalogue, confirmations. It can be deleted: lists and"
      " catalogue are imported again, confirmations come back from the evidence, but what had changed until then, and"
      " which labels had vanished, is lost",
      "登録一覧の写しと変更の履歴、ラベルのページ、商品台帳、確認。消しても一覧と台帳は取り込み直せ、確認は証跡から戻りますが、それまでの変更と消えたラベルの履歴は失われます"}},
    {"DATA/revocations.csv",
     {"Labels that this shop counts as revoked whatever a registry says, one a line: number, and if wanted scheme,"
      " reason, date. It can only make a verdict worse; while it cannot be read whole, nothing is checked",
      "登録一覧にかかわらず自店で取消しと扱うラベル。1 行に 1 件で、見出しは number と、任意の "
      "scheme、reason、date。判定"
      "を厳しくするだけで、全部読めない間は検査しません"}},
    {"DATA/counter.db",
     {"What is under way at the counter: stations, boxes not yet closed, PINs. Without it devices join again and PINs are"
      " set again. counter.db-wal and counter.db-shm belong to it and go where it goes",
      "入荷検品で進行中のもの（端末、閉じていない箱、PIN）。消すと、端末の参加と PIN の設定をやり直します。counter.db-wal、"
      "counter.db-shm はその一部で、移すときも消すときも一緒です"}},
    {"DATA/scan-N.pending",
     {"Lines that scan has taken and not done yet; behind a program that died the next one does them",
      "scan が受け取り、まだ処理していない行。途中で終わったときは次の起動で処理します"}},
    {"DATA/serve.token",
     {"The secret of scripts, and of the link that serve prints. Delete it and start serve again for another one",
      "スクリプトと、serve が表示するリンクの秘密。削除して serve を起動し直すと新しくなります"}},
    {"DATA/serve-cert.pem, serve-key.pem",
     {"The certificate of serve --lan, made once. Delete both for a new one",
      "serve --lan の証明書。一度だけ作ります。両方削除すると作り直します"}},
    {"kenpin.ini", {"The config file: kenpin help config", "設定ファイル: kenpin help config"}},
    {0},
};

const struct words help_words_config[] = {
    {"The config file is $KENPIN_CONFIG, else $XDG_CONFIG_HOME/kenpin/kenpin.ini, else $HOME/.config/kenpin/kenpin.ini."
     " It holds what a shop would else type with every call; what is typed wins. A key that is not known is refused, so"
     " that a mistyped one cannot go unseen.",
     "設定ファイルは $KENPIN_CONFIG、なければ $XDG_CONFIG_HOME/kenpin/kenpin.ini、なければ $HOME/.config/kenpin/kenpin.ini です。毎回入力する値を書いておけます。コマンドラインの指定が優先します。知らない項目は、書き間違いを見逃さないよう、受け付けません。"},
    {0},
};

const char *help_words_option(const struct option *o, char out[HELP_OPTION_TEXT])
{
    snprintf(out, HELP_OPTION_TEXT, "--%s%s%s%s", o->name, o->argument ? " " : "", o->argument ? o->argument : "",
             o->kind == OPTION_WORDS ? "[,...]" : "");
    return out;
}

const char *help_words_key(const struct option *o, char out[HELP_OPTION_TEXT])
{
    size_t at = 0;
    for (const char *c = o->name; *c && at + 1 < HELP_OPTION_TEXT; c++)
        out[at++] = *c == '-' ? '_' : *c;
    snprintf(out + at, HELP_OPTION_TEXT - at, " = %s%s", o->argument, o->kind == OPTION_WORDS ? "[,...]" : "");
    return out;
}
