using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>One call of the vendor's API with its places.</summary>
internal sealed record RequestPlan
{
    /// <summary>Bodies are seldom longer.</summary>
    private const int LikelyBody = 512;

    // Of every call, and never changed.
    private static readonly MediaTypeWithQualityHeaderValue Accepted = new("application/json");
    private static readonly MediaTypeHeaderValue JsonType = new("application/json") { CharSet = "utf-8" };

    public required HttpMethod Method { get; init; }

    /// <summary>Below the base address; what comes into its places is one segment each.</summary>
    public required Template Path { get; init; }

    public IReadOnlyList<KeyValuePair<string, Template>> Query { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, Template>> Headers { get; init; } = [];

    public JsonTemplate? Json { get; init; }

    /// <summary>The words of a GraphQL query, as they stand; <see cref="Json"/> are its variables then.</summary>
    public string? GraphQL { get; init; }

    public IReadOnlyList<KeyValuePair<string, Template>>? Form { get; init; }

    /// <summary>May be sent again after a lost answer, although its method says otherwise.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Of all its places, wherever they stand.</summary>
    public IReadOnlySet<string> Names => Path.Names
        .Concat(Query.Concat(Headers).Concat(Form ?? []).SelectMany(pair => pair.Value.Names))
        .Concat(Json?.Names ?? []).ToHashSet(StringComparer.Ordinal);

    /// <summary>The request; a failure when a place of the path has no value, or one that would leave its place.</summary>
    /// <param name="vendorName">For messages.</param>
    /// <param name="baseAddress">The vendor's own https address, without a final slash.</param>
    /// <param name="places">What is asked.</param>
    public Result<HttpRequestMessage> Build(string vendorName, string baseAddress, Places places)
    {
        if (Path.Fill(name => PathParameter.Escape(places.Text(name))) is not { } path)
        {
            return VendorFailures.NotFound(vendorName, null);
        }

        var request = new HttpRequestMessage(Method, Address(baseAddress + path, places));
        request.Headers.Accept.Add(Accepted);
        foreach (var (name, template) in Headers)
        {
            if (template.Fill(places.Text) is { } value)
            {
                if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                {
                    request.Dispose();
                    return Failure.InvalidField(template.Names.FirstOrDefault() ?? name, $"This value goes into a header of the call to {vendorName} and can hold plain letters, digits and signs only.");
                }

                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        request.Content = Content(places);
        // Said for every method: at some vendors a PUT adds something each time.
        request.Options.Set(RequestKeys.RepeatableKey, Repeatable);
        return request;
    }

    private string Address(string address, Places places)
    {
        if (Query.Count == 0)
        {
            return address;
        }

        var url = new StringBuilder(address);
        var separator = '?';
        foreach (var (name, value) in Fill(Query, places))
        {
            url.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return url.ToString();
    }

    private HttpContent? Content(Places places)
    {
        if (Form is not null)
        {
            return new FormUrlEncodedContent(Fill(Form, places));
        }

        if (GraphQL is null && Json is null)
        {
            return null;
        }

        var written = new ArrayBufferWriter<byte>(LikelyBody);
        using (var writer = new Utf8JsonWriter(written))
        {
            if (GraphQL is null)
            {
                Json!.Write(writer, places);
            }
            else
            {
                writer.WriteStartObject();
                writer.WriteString("query", GraphQL);
                writer.WritePropertyName("variables");
                if (Json is null)
                {
                    writer.WriteStartObject();
                    writer.WriteEndObject();
                }
                else
                {
                    Json.Write(writer, places);
                }

                writer.WriteEndObject();
            }
        }

        var content = new ReadOnlyMemoryContent(written.WrittenMemory);
        content.Headers.ContentType = JsonType;
        return content;
    }

    /// <summary>What has no value is left out; a list stands there once for each of its values.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Fill(IEnumerable<KeyValuePair<string, Template>> parameters, Places places) =>
        parameters.SelectMany(parameter => (parameter.Value.Whole is { } name ? places.Texts(name) : parameter.Value.Fill(places.Text) is { } text ? [text] : Enumerable.Empty<string>())
            .Select(value => KeyValuePair.Create(parameter.Key, value)));
}
