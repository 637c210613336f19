async def test_it(gateway, operator):
    await gateway.register.put(operator, "olga", platform_admin=True)
    r = await gateway.client.get("/tenants/acme", headers=operator.bearer())
    print(r.status_code, r.headers, r.text)
    r = await gateway.client.get("/nope")
    print(r.status_code, r.headers, r.text)
    r = await gateway.client.delete("/tenants")
    print(r.status_code, r.headers, r.text)
    r = await gateway.client.get("/openapi.json")
    import json
    print(r.status_code, json.dumps(r.json(), indent=1)[:9000])
    r = await gateway.client.get("/docs")
    print(r.status_code, r.text[:3000])
    assert 0
