// 100 people open the first page for a minute.  k6 run -e BASE=http://localhost:8080 tests/load/load-test.js
import http from "k6/http";
import { check, sleep } from "k6";

export const options = {
  vus: 100,
  duration: "60s",
  thresholds: { http_req_duration: ["p(95)<500"], http_req_failed: ["rate<0.01"] },
};

export default function () {
  const answer = http.get(`${__ENV.BASE || "http://localhost:8080"}/`);
  check(answer, { "a page came": (response) => response.status === 200 });
  sleep(1);
}
