using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Integrations.Tests.Contracts;

/// <summary>
/// What a vendor's machine-readable description allows: its operations, out of one or more OpenAPI 3 or Google
/// discovery documents. <see cref="Open"/> skips the running test, with the reason, where the documents are absent.
/// </summary>
internal sealed class Contract
{
    private readonly List<ContractOperation> _operations = [];
    private readonly List<(Regex Address, string Reason)> _outside = [];
    private readonly List<(Regex Mismatch, string Reason)> _despite = [];

    private Contract(string name) => Name = name;

    public string Name { get; }

    public IReadOnlyList<ContractOperation> Operations => _operations;

    /// <param name="files">File names such as <c>github.openapi.json</c>; their operations are taken together.</param>
    public static Contract Open(params string[] files)
    {
        var contract = new Contract(string.Join(" + ", files));
        foreach (var file in files)
        {
            contract.Add(JsonDocument.Parse(File.ReadAllBytes(ContractFiles.Require(file))).RootElement);
        }

        return contract;
    }

    public static Contract Parse(string name, string json)
    {
        var contract = new Contract(name);
        contract.Add(JsonDocument.Parse(json).RootElement);
        return contract;
    }

    /// <summary>Leaves addresses alone that the vendor's description does not hold; <c>*</c> stands for any characters.</summary>
    /// <param name="address">Such as <c>https://*.atlassian.net/_edge/tenant_info</c>.</param>
    /// <param name="reason">Why that is right; part of the test's reading.</param>
    public Contract Outside(string address, string reason)
    {
        _outside.Add((UrlTemplate.Compile(Regex.Escape(address).Replace("\\*", ".*", StringComparison.Ordinal) + "(\\?.*)?"), reason));
        return this;
    }

    /// <summary>Leaves differences alone in which the description is wrong about its vendor; <c>*</c> stands for any characters.</summary>
    /// <param name="mismatch">Such as <c>*answer 200 *got null null</c>.</param>
    /// <param name="reason">How it is known; part of the test's reading.</param>
    public Contract Despite(string mismatch, string reason)
    {
        _despite.Add((UrlTemplate.Compile(Regex.Escape(mismatch).Replace("\\*", ".*", StringComparison.Ordinal)), reason));
        return this;
    }

    /// <summary>Everything in which the recorded requests and answers differ from the description, one line each.</summary>
    public IReadOnlyList<string> Mismatches(IEnumerable<ContractExchange> exchanges) =>
        [.. exchanges.SelectMany(exchange => ExchangeCheck.Of(this, exchange)).Where(mismatch => !_despite.Exists(d => d.Mismatch.IsMatch(mismatch))).Distinct(StringComparer.Ordinal)];

    /// <summary>Fails with every mismatch listed.</summary>
    public void Verify(IEnumerable<ContractExchange> exchanges)
    {
        var mismatches = Mismatches(exchanges);
        if (mismatches.Count > 0)
        {
            Assert.Fail($"{Name}: {mismatches.Count} mismatches\n" + string.Join('\n', mismatches.Take(60)));
        }
    }

    /// <summary>
    /// Fails unless the recorded exchanges used exactly the given operations, each with at least one successful answer:
    /// neither one left out, nor one that nobody listed.
    /// </summary>
    /// <param name="operations">As in the description: <c>GET /repos/{owner}/{repo}</c>.</param>
    public void Covers(IEnumerable<ContractExchange> exchanges, params IReadOnlyList<string> operations)
    {
        Assert.All(operations, operation => Assert.Contains(operation, _operations.Select(o => o.Id)));
        var used = exchanges.Where(e => (int)e.Status is >= 200 and < 400).Select(e => Find(e)?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var untested = operations.Except(used, StringComparer.Ordinal).ToList();
        var unlisted = used.Except(operations, StringComparer.Ordinal).ToList();
        if (untested.Count + unlisted.Count > 0)
        {
            Assert.Fail($"{Name}: never succeeded: [{string.Join(", ", untested)}]; used but not listed: [{string.Join(", ", unlisted)}]");
        }
    }

    internal ContractOperation? Find(ContractExchange exchange)
    {
        var address = exchange.Address.GetLeftPart(UriPartial.Path);
        return _operations
            .Where(o => o.Method == exchange.Method && o.Url.Pattern.IsMatch(address))
            // Google has several operations of one template, told apart by what their variables may hold.
            .OrderBy(o => o.PathFits(address) ? 0 : 1).ThenBy(o => o.Url.Variables.Count).ThenByDescending(o => o.Template.Length)
            .FirstOrDefault();
    }

    internal bool IsOutside(ContractExchange exchange) => _outside.Exists(o => o.Address.IsMatch(exchange.Address.AbsoluteUri));

    private void Add(JsonElement document) => _operations.AddRange(
        document.TryGetProperty("openapi", out _) ? new OpenApiReader(document).Operations() : new DiscoveryReader(document).Operations());
}

/// <summary>One method at one address.</summary>
/// <param name="Template">The path as the description writes it, without the server.</param>
/// <param name="Answers">By status: <c>200</c>, <c>4XX</c> or <c>default</c>.</param>
internal sealed record ContractOperation(
    string Method,
    string Template,
    UrlTemplate Url,
    IReadOnlyList<ContractParameter> Parameters,
    ContractBody? Body,
    IReadOnlyDictionary<string, ContractAnswer> Answers,
    SchemaSet Schemas)
{
    public string Id => $"{Method} {Template}";

    /// <summary>Every path variable matches its pattern, where it has one.</summary>
    public bool PathFits(string address) => Url.Values(address).All(value =>
        Parameters.FirstOrDefault(p => p.In == "path" && p.Name == value.Name)?.Schema is not { ValueKind: JsonValueKind.Object } schema
        || !schema.TryGetProperty("pattern", out var pattern)
        || UrlTemplate.Compile(pattern.GetString()!.TrimStart('^').TrimEnd('$')).IsMatch(value.Value));

    public ContractAnswer? Answer(HttpStatusCode status) =>
        Answers.GetValueOrDefault(((int)status).ToString()) ?? Answers.GetValueOrDefault($"{(int)status / 100}XX") ?? Answers.GetValueOrDefault("default");
}

/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Schema">Null when values are not described.</param>
/// <param name="CommaSeparated">A list stands in one value, separated by commas, instead of being repeated.</param>
internal sealed record ContractParameter(string Name, string In, bool Required, JsonElement? Schema, bool CommaSeparated);

/// <param name="Content">Schemas by media type; a null schema allows anything.</param>
internal sealed record ContractBody(bool Required, IReadOnlyDictionary<string, JsonElement?> Content);

/// <param name="Content">Schemas by media type; empty means no body.</param>
internal sealed record ContractAnswer(IReadOnlyDictionary<string, JsonElement?> Content, IReadOnlyList<string> RequiredHeaders);
