// 50 people type the subject of a ticket; after each word they pause, and up to five answers are asked for.
//   k6 run -e BASE=http://localhost:8080 -e EMAIL=person{n}@example.org -e PASSWORD="..." tests/load/typing-test.js
import http from "k6/http";
import { check, fail, sleep } from "k6";

const BASE = __ENV.BASE || "http://localhost:8080";
const WORDS = "laptop screen network printer account password calendar browser camera battery monitor certificate".split(" ");
const PEOPLE = 50;

export const options = {
  vus: PEOPLE,
  duration: "60s",
  thresholds: { "http_req_duration{asks:suggest}": ["p(95)<50"], http_req_failed: ["rate<0.01"], checks: ["rate>0.99"] },
};

function signIn(number) {
  const person = { email: __ENV.EMAIL.replace("{n}", String(number)), password: __ENV.PASSWORD };
  const answer = http.post(`${BASE}/api/v1/auth/login`, JSON.stringify(person), { headers: { "Content-Type": "application/json" } });
  if (!check(answer, { "signed in": (response) => response.status === 200 })) fail(`signing in answered ${answer.status}`);
  return answer.json("accessToken");
}

/** Everybody is signed in before anybody types. */
export function setup() {
  return Array.from({ length: PEOPLE }, (_, index) => signIn(index + 1));
}

export default function (tokens) {
  const token = tokens[__VU - 1];
  let typed = "";
  for (let word = 0; word < 5; word += 1) {
    typed = `${typed} ${WORDS[(__VU * 7 + __ITER * 3 + word * 5) % WORDS.length]}`.trim();
    const asked = encodeURIComponent(word % 2 ? typed : typed.slice(0, -2));
    const answer = http.get(`${BASE}/api/v1/kb/suggest?q=${asked}`, { headers: { Authorization: `Bearer ${token}` }, tags: { asks: "suggest" } });
    check(answer, { "answers came": (response) => response.status === 200 && response.json("items").length <= 5 });
    sleep(0.8 + Math.random() * 0.8);
  }
}
