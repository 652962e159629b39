#!/usr/bin/env node
// CommonJS (package.json beside this file says so), because Node starts it some 5 ms sooner than an ES module.
const { load } = require("./load.js");

load("main.cjs")
  .main(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  });
