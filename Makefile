# What a person types in a fresh clone. `make` alone prints the verbs; each recipe is one script under scripts/.

.DEFAULT_GOAL := help
.PHONY: help demo test soak lint format bench bench-login bench-webhooks docs sbom clean

ARGS ?=
ROWS ?= 1000000

help:
	@printf '%s\n' \
	  'make demo     샘플 쇼핑몰로 전체 과정을 실행합니다 (ARGS=--once이면 끝나고 종료합니다)' \
	  '              run everything on the bundled sample shop (ARGS=--once runs through and exits)' \
	  'make test     필요한 시스템 패키지를 갖추고 모든 테스트와 예제를 빌드해 실행합니다' \
	  '              install what the system lacks, build the tests and examples, run the tests' \
	  'make soak     서버를 죽이고 디스크를 채우고 카카오를 고장 내며 잃는 것이 없는지 봅니다 (ARGS="--seconds 600 --seed 7")' \
	  '              kill the server, fill its disk and fail Kakao, and see that nothing is lost' \
	  'make lint     서식, 스크립트, 문서 링크, 파일 규칙을 검사합니다' \
	  '              check formatting, scripts, links in the docs and the rules for files' \
	  'make format   Swift 소스를 정해진 서식으로 고칩니다' \
	  '              format the Swift sources in place' \
	  'make bench    큰 내보내기 파일로 성능을 측정합니다 (ROWS=200000, ARGS=--full)' \
	  '              measure on a large generated export, beside other tools' \
	  'make bench-login' \
  '              로그인 리디렉션, /auth, 콜백을 nginx 옆에서 측정합니다' \
  '              measure login redirects, /auth and callbacks, beside nginx' \
  'make bench-webhooks' \
  '              저장까지 끝낸 웹훅의 초당 건수를 데비안의 webhook 옆에서 측정합니다' \
  '              measure durable webhooks a second, beside Debian'"'"'s webhook' \
  'make docs     문서를 검사하고 API 문서를 .build/docs에 만듭니다' \
	  '              check the docs and write the API reference to .build/docs' \
	  'make sbom     무엇으로 만들어졌는지 CycloneDX로 .build/naru.cdx.json에 적습니다' \
	  '              write what it is built from to .build/naru.cdx.json (CycloneDX)' \
	  'make clean    빌드 결과와 측정 파일을 지웁니다' \
	  '              remove what building and measuring left behind'

demo:
	@scripts/demo $(ARGS)

test:
	@scripts/test $(ARGS)

soak:
	@scripts/soak $(ARGS)

lint:
	@scripts/lint

format:
	@scripts/format

bench:
	@Benchmarks/run --rows $(ROWS) $(ARGS)

bench-login:
	@Benchmarks/login $(ARGS)

bench-webhooks:
	@Benchmarks/webhooks $(ARGS)

docs:
	@scripts/docs

sbom:
	@scripts/sbom .build/naru.cdx.json

clean:
	rm -rf .build .bench Benchmarks/.build Examples/*/.build
