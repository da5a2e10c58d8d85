// Loaded before electrodb makes its tables: one of its definitions names an attribute that no key
// has, which DynamoDB Local lets through and AWS refuses.
"use strict";

const Module = require("module");

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const loaded = load.call(this, request, parent, isMain);
  if (!/definition[^/\\]*[/\\]?.*\.json$/.test(request) || !loaded.AttributeDefinitions) {
    return loaded;
  }
  const keys = new Set();
  const owners = [
    loaded, ...(loaded.LocalSecondaryIndexes || []), ...(loaded.GlobalSecondaryIndexes || []),
  ];
  for (const owner of owners) {
    for (const element of owner.KeySchema) keys.add(element.AttributeName);
  }
  const AttributeDefinitions =
    loaded.AttributeDefinitions.filter((defined) => keys.has(defined.AttributeName));
  return { ...loaded, AttributeDefinitions };
};
