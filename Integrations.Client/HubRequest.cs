using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Integrations.Client;

/// <summary>One call as the generated methods write it down; every value is encoded where it goes.</summary>
/// <param name="path">The template of the documents, such as <c>/api/tenant/integrations/{id}</c>.</param>
internal sealed class HubRequest(HttpMethod method, string path)
{
    private const string IdempotencyHeader = "Idempotency-Key";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly StringBuilder _query = new();
    private readonly List<(string Name, string Value)> _headers = [];
    private string _path = path.TrimStart('/');
    private Func<HttpContent?> _content = () => null;

    /// <summary>Puts an id or a name into the path.</summary>
    /// <exception cref="ArgumentException">It is empty or a dot segment, which would make another route of it.</exception>
    public HubRequest Route(string name, HubId value) => value.Text is null or "" or "." or ".."
        ? throw new ArgumentException($"{name} must not be empty or a dot segment.", name)
        : Put(name, Uri.EscapeDataString(value.Text));

    /// <summary>Puts a path and query at a vendor's into the path, as they are.</summary>
    public HubRequest VendorPath(string name, string value) => Put(name, Integrations.Client.VendorPath.Check(value));

    public HubRequest Query(string name, string? value)
    {
        if (value is not null)
        {
            _query.Append(_query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public HubRequest Query(string name, int? value) => Query(name, value?.ToString(CultureInfo.InvariantCulture));

    public HubRequest Query(string name, IReadOnlyList<string>? values)
    {
        foreach (var value in values ?? [])
        {
            Query(name, value);
        }

        return this;
    }

    public HubRequest Header(string name, string? value)
    {
        if (value is not null)
        {
            _headers.Add((name, value));
        }

        return this;
    }

    /// <param name="body">Null sends none.</param>
    public HubRequest Body<T>(T? body, JsonTypeInfo<T> type)
        where T : class
    {
        if (body is not null)
        {
            // Bytes, and no stream: a retry sends the same again.
            _content = () => new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type)) { Headers = { ContentType = Json } };
        }

        return this;
    }

    public HubRequest Body(HttpContent? content)
    {
        _content = () => content;
        return this;
    }

    public HubRequest With(HubCall? call) => Header(IdempotencyHeader, call?.IdempotencyKey);

    public HttpRequestMessage Create()
    {
        var request = new HttpRequestMessage(method, new Uri(_path + _query, UriKind.Relative)) { Content = _content() };
        foreach (var (name, value) in _headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                throw new ArgumentException($"{name} cannot be sent as a header.", name);
            }
        }

        return request;
    }

    private HubRequest Put(string name, string value)
    {
        _path = _path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return this;
    }
}
