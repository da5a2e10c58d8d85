// The least that Node's own http serves, on the port that it is given.
import { createServer } from "node:http";

const headers = { "content-type": "application/json", "content-length": 17 };

createServer((request, response) => {
  response.writeHead(200, headers).end('{"hello":"world"}');
}).listen(Number(process.argv[2]), "127.0.0.1");
