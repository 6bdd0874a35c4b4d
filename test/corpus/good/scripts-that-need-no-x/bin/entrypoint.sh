#!/bin/bash
. ./functions.sh
"$@"
