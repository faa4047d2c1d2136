#!/bin/sh
# Make or refresh the virtual environment from a hash-pinned lock. Safe to run again.
# usage: sh deploy/setup.sh LOCK     (PYTHON and VENV may name another interpreter and another folder)
set -eu
lock=$1
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

stop() {
    printf '\n' >&2
    printf '  %s\n' "$@" >&2
    printf '\n' >&2
    exit 1
}

command -v "$PYTHON" >/dev/null 2>&1 || stop \
    "没有找到 $PYTHON，需要 Python 3.11 以上。 $PYTHON was not found; Python 3.11+ is needed." \
    "Debian/Ubuntu:  sudo apt install python3"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop \
    "$("$PYTHON" -V) 版本过低，需要 3.11 以上。 This version is too old; 3.11+ is needed." \
    "可指定其他解释器 / name another one:  make run PYTHON=python3.12"

# A folder without a working pip is what an interrupted set-up leaves behind: it is made again.
if ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$VENV"
    # ensurepip is missing on a bare Debian, so pip comes from the wheel that lies in vendor/.
    "$PYTHON" -m venv --without-pip "$VENV" || stop \
        "无法建立虚拟环境。 The virtual environment could not be made." \
        "请检查当前目录是否可写、磁盘是否有空间。 Is this folder writable, is there space?"
    wheel=$(ls vendor/pip-*.whl | tail -1)
    "$VENV/bin/python" "$wheel/pip" -q install --no-index "$wheel"
fi

echo "正在安装依赖（$lock），首次约一分钟…… Installing packages, about a minute the first time." >&2
if command -v uv >/dev/null 2>&1 && [ -z "${NO_UV:-}" ]; then
    uv -q pip install --python "$VENV/bin/python" --require-hashes --no-deps -r "$lock" && exit 0
    echo "改用 pip 安装。 Falling back to pip." >&2
fi
"$VENV/bin/python" -m pip -q --disable-pip-version-check install --require-hashes --no-deps -r "$lock" || stop \
    "依赖下载失败。 The packages could not be fetched." \
    "请检查网络，或用 PIP_INDEX_URL 指定镜像后重试。 Check the network, or set PIP_INDEX_URL to a mirror, and run again."
