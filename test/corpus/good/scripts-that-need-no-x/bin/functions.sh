#!/usr/bin/env zsh
serve() { exec httpd -f -p "$1"; }
