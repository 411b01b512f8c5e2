using Google.Apis.Discovery;
using Google.Apis.Requests;
using Google.Apis.Util;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Vendors.Google.Shared;

/// <summary>
/// One method of a Google API. Parameters are properties with <see cref="RequestParameterAttribute"/>; what the
/// runtime wants to know about them is read from there.
/// </summary>
internal abstract class GoogleRequest<T> : ClientServiceRequest<T>
    where T : class
{
    /// <param name="api">The API that the method belongs to.</param>
    /// <param name="method">As in Google's discovery document, such as <c>events.list</c>.</param>
    /// <param name="httpMethod">Upper case.</param>
    /// <param name="path">Relative to the API, with <c>{parameter}</c> for path parameters.</param>
    protected GoogleRequest(GoogleApi api, string method, string httpMethod, string path)
        : base(api)
    {
        (MethodName, HttpMethod, RestPath) = (method, httpMethod, path);
        InitParameters();
    }

    public sealed override string MethodName { get; }

    public sealed override string HttpMethod { get; }

    public sealed override string RestPath { get; }

    /// <summary>Which members of the answer are wanted; nested ones in parentheses.</summary>
    [RequestParameter("fields", RequestParameterType.Query)]
    public string? Fields { get; init; }

    /// <summary>Serialized as JSON; null for none.</summary>
    public object? Body { get; init; }

    /// <summary>Whether every path parameter stays in its place; one with slashes (<c>{+name}</c>) is several segments.</summary>
    public bool StaysInItsPlace => GetType().GetProperties()
        .Where(property => Attribute.GetCustomAttribute(property, typeof(RequestParameterAttribute)) is RequestParameterAttribute { Type: RequestParameterType.Path })
        .All(property => property.GetValue(this) is string value
            && (RestPath.Contains("{+", StringComparison.Ordinal) ? value.Split('/').All(PathParameter.IsSafe) : PathParameter.IsSafe(value)));

    /// <summary>A change that carries its own id does nothing the second time, so it may be sent again in the same run.</summary>
    public bool Repeatable
    {
        init
        {
            if (value)
            {
                ModifyRequest = request => request.RepeatableInThisRun();
            }
        }
    }

    protected override object? GetBody() => Body;

    protected sealed override void InitParameters()
    {
        base.InitParameters();
        foreach (var property in GetType().GetProperties())
        {
            if (Attribute.GetCustomAttribute(property, typeof(RequestParameterAttribute)) is RequestParameterAttribute attribute)
            {
                var isPath = attribute.Type == RequestParameterType.Path;
                RequestParameters[attribute.Name] = new Parameter { Name = attribute.Name, ParameterType = isPath ? "path" : "query", IsRequired = isPath };
            }
        }
    }
}
