// 30 people sign in, file a ticket, read it and their list.
//   k6 run -e BASE=http://localhost:8080 -e EMAIL=person{n}@example.org -e PASSWORD="..." tests/load/tickets-test.js
import http from "k6/http";
import { check, fail, sleep } from "k6";

const BASE = __ENV.BASE || "http://localhost:8080";
const JSON_TYPE = { "Content-Type": "application/json" };
let token = null;

export const options = {
  vus: 30,
  duration: "60s",
  thresholds: { http_req_duration: ["p(95)<500"], http_req_failed: ["rate<0.01"], checks: ["rate>0.99"] },
};

function signIn() {
  const person = { email: __ENV.EMAIL.replace("{n}", String(__VU)), password: __ENV.PASSWORD };
  const answer = http.post(`${BASE}/api/v1/auth/login`, JSON.stringify(person), { headers: JSON_TYPE });
  if (!check(answer, { "signed in": (response) => response.status === 200 })) fail(`signing in answered ${answer.status}`);
  return answer.json("accessToken");
}

export default function () {
  token ??= signIn();
  const headers = { ...JSON_TYPE, Authorization: `Bearer ${token}` };
  const draft = { subject: "Printer on floor 3 prints half pages", description: "Since this morning.", category: "Hardware" };
  const filed = http.post(`${BASE}/api/v1/tickets`, JSON.stringify(draft), { headers: { ...headers, "Idempotency-Key": `${__VU}-${__ITER}` } });
  check(filed, { filed: (response) => response.status === 201 });
  const read = http.get(`${BASE}/api/v1/tickets/${filed.json("id")}`, { headers });
  check(read, { "read again": (response) => response.status === 200 && response.json("subject") === draft.subject });
  const list = http.get(`${BASE}/api/v1/tickets`, { headers });
  check(list, { listed: (response) => response.status === 200 && response.json("items.0.id") >= filed.json("id") });
  sleep(1);
}
