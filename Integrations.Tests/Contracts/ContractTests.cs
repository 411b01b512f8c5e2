using System.Net;
using System.Text;

namespace Integrations.Tests.Contracts;

/// <summary>The contract check itself: it must see what is wrong, or its silence means nothing.</summary>
public sealed class ContractTests
{
    private const string Shop = """
        {
          "openapi": "3.0.3", "servers": [{ "url": "https://api.shop.test/v1" }, { "url": "https://{host}/api/v1" }],
          "paths": {
            "/things": { "post": {
              "parameters": [
                { "name": "mode", "in": "query", "schema": { "type": "string", "enum": ["fast", "slow"] } },
                { "name": "X-Version", "in": "header", "required": true, "schema": { "type": "string", "pattern": "^v\\d$" } }],
              "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/NewThing" } } } },
              "responses": { "201": { "description": "made", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } } } },
            "/things/{id}": { "get": {
              "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } }, { "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 100 } }],
              "responses": { "200": { "description": "one", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } }, "204": { "description": "none" } } } }
          },
          "components": { "schemas": {
            "NewThing": { "type": "object", "required": ["name", "id"], "properties": { "id": { "type": "integer", "readOnly": true }, "name": { "type": "string", "maxLength": 5 }, "size": { "oneOf": [{ "type": "integer" }, { "type": "string" }] } } },
            "Thing": { "allOf": [{ "$ref": "#/components/schemas/NewThing" }, { "type": "object", "required": ["made"], "properties": { "made": { "type": "string", "format": "date-time" }, "owner": { "type": "string", "nullable": true } } }] }
          } }
        }
        """;

    private const string Discovery = """
        {
          "rootUrl": "https://www.books.test/", "servicePath": "books/v1/",
          "parameters": { "alt": { "type": "string", "location": "query", "enum": ["json"] } },
          "resources": { "books": { "methods": { "get": {
            "httpMethod": "GET", "path": "shelves/{shelf}/books/{+name}",
            "parameters": { "shelf": { "type": "string", "location": "path", "required": true }, "name": { "type": "string", "location": "path", "required": true }, "fields": { "type": "string", "location": "query" } },
            "response": { "$ref": "Book" } } } } },
          "schemas": { "Book": { "id": "Book", "type": "object", "properties": { "pages": { "type": "string", "format": "int64" }, "next": { "$ref": "Book" } } } }
        }
        """;

    private static readonly string Good = """{"id":7,"name":"lamp","made":"2026-11-20T08:00:00Z","owner":null,"extra":1}""";

    [Fact]
    public void Verify_FittingExchange_IsSilent()
    {
        Assert.Empty(Contract.Parse("shop", Shop).Mismatches([Post("""{"name":"lamp","size":3}"""), Get("https://shop.acme.test/api/v1/things/7?limit=5", Good)]));
        Assert.Empty(Contract.Parse("books", Discovery).Mismatches([Get("https://www.books.test/books/v1/shelves/a/books/b/c?alt=json", """{"pages":"12","next":{"pages":"3"}}""")]));
    }

    [Theory]
    [InlineData("""{"name":"lampshade"}""", "at most 5")]
    [InlineData("""{}""", "lacks 'name'")]
    [InlineData("""{"name":1}""", "expected string")]
    [InlineData("""{"name":null}""", "expected string")]
    [InlineData("""{"name":"lamp","colour":"red"}""", "not a known member")]
    [InlineData("""{"name":"lamp","id":1}""", "read-only")]
    [InlineData("""{"name":"lamp","size":true}""", "none of 2 oneOf")]
    [InlineData("""{"name":"la""", "not JSON")]
    public void Verify_WrongBody_IsNamed(string body, string words) =>
        Assert.Contains(words, Assert.Single(Contract.Parse("shop", Shop).Mismatches([Post(body)])), StringComparison.Ordinal);

    [Fact]
    public void Verify_WrongRequest_NamesQueryHeaderAndMediaType()
    {
        var mismatches = Contract.Parse("shop", Shop).Mismatches(
        [
            Post("""{"name":"lamp"}""") with
            {
                Address = new Uri("https://api.shop.test/v1/things?mode=medium&sort=1"),
                RequestHeaders = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
                RequestType = "text/plain",
            },
        ]);

        Assert.Equal(4, mismatches.Count);
        Assert.Contains(mismatches, m => m.Contains("query 'mode'", StringComparison.Ordinal));
        Assert.Contains(mismatches, m => m.Contains("query 'sort' is not known", StringComparison.Ordinal));
        Assert.Contains(mismatches, m => m.Contains("header 'X-Version' is required", StringComparison.Ordinal));
        Assert.Contains(mismatches, m => m.Contains("media type 'text/plain'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://api.shop.test/v1/things/seven", "path 'id'")]
    [InlineData("https://api.shop.test/v1/things/7?limit=101", "above 100")]
    [InlineData("https://api.shop.test/v1/nothing", "no such operation")]
    public void Verify_WrongAddress_IsNamed(string address, string words) =>
        Assert.Contains(words, Assert.Single(Contract.Parse("shop", Shop).Mismatches([Get(address, Good)])), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"id":7,"name":"lamp","made":"yesterday"}""", "no date-time")]
    [InlineData("""{"id":7,"name":"lamp"}""", "lacks 'made'")]
    [InlineData("""{"name":"lamp","made":"2026-11-20T08:00:00Z"}""", "lacks 'id'")]
    [InlineData("""[]""", "expected object")]
    public void Verify_WrongAnswer_IsNamed(string answer, string words) =>
        Assert.Contains(Contract.Parse("shop", Shop).Mismatches([Get("https://api.shop.test/v1/things/7", answer)]), m => m.Contains(words, StringComparison.Ordinal));

    [Fact]
    public void Verify_UndescribedStatusOrBodyless_IsNamed()
    {
        var get = Get("https://api.shop.test/v1/things/7", Good);
        var contract = Contract.Parse("shop", Shop);

        Assert.Contains("status 202", Assert.Single(contract.Mismatches([get with { Status = HttpStatusCode.Accepted }])), StringComparison.Ordinal);
        Assert.Contains("has a body", Assert.Single(contract.Mismatches([get with { Status = HttpStatusCode.NoContent }])), StringComparison.Ordinal);
        Assert.Contains("has no body", Assert.Single(contract.Mismatches([get with { AnswerBody = [] }])), StringComparison.Ordinal);
        Assert.Empty(contract.Mismatches([get with { Status = HttpStatusCode.BadGateway, AnswerType = "text/html" }]));
    }

    [Fact]
    public void Outside_GivenAddress_IsLeftAlone() =>
        Assert.Empty(Contract.Parse("shop", Shop).Outside("https://*.shop.test/health", "Not part of the description.").Mismatches([Get("https://www.shop.test/health?x=1", "ok")]));

    [Fact]
    public void Covers_LeftOutOrUnlistedOperation_Fails()
    {
        var contract = Contract.Parse("shop", Shop);
        ContractExchange[] both = [Post("""{"name":"lamp"}"""), Get("https://api.shop.test/v1/things/7", Good)];

        contract.Covers(both, "POST /things", "GET /things/{id}");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => contract.Covers(both, "POST /things"));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => contract.Covers(both[..1], "POST /things", "GET /things/{id}"));
    }

    private static ContractExchange Post(string body) => new(
        "POST", new Uri("https://api.shop.test/v1/things?mode=fast"), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-version"] = "v1" },
        "application/json; charset=utf-8", Encoding.UTF8.GetBytes(body), HttpStatusCode.Created,
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), "application/json", Encoding.UTF8.GetBytes(Good));

    private static ContractExchange Get(string address, string answer) => new(
        "GET", new Uri(address), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), null, [], HttpStatusCode.OK,
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), "application/json", Encoding.UTF8.GetBytes(answer));
}
