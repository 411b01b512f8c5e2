using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Integrations.Benchmarks.Load;

/// <summary>
/// The yardstick: Kestrel with one route that runs the same SQL through ADO.NET, reads every column and writes the same JSON;
/// no sign-in, no limits, no EF Core. A process of its own, as the web program is.
/// </summary>
internal static class BareServer
{
    public const string Verb = "bare";

    /// <summary>Runs until it is killed. Listens where <c>ASPNETCORE_URLS</c> says.</summary>
    public static async Task<int> RunAsync(string planFile)
    {
        var plan = JsonSerializer.Deserialize<BarePlan>(await File.ReadAllTextAsync(planFile))!;
        var answer = Plain(plan.Answer);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("ASPNETCORE_URLS")!);
        var app = builder.Build();
        app.MapGet("/", async http =>
        {
            if (plan.Connection is not null)
            {
                await QueryAsync(plan, http.RequestAborted);
            }

            await http.Response.WriteAsJsonAsync(answer, http.RequestAborted);
        });
        if (plan.PassesTo is { } vendor)
        {
            MapPassing(app, vendor);
        }

        await app.RunAsync();
        return 0;
    }

    /// <summary>A proxy that knows no caller, no connection and no record: what a second hop costs anyway.</summary>
    private static void MapPassing(WebApplication app, Uri vendor)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        app.MapGet("/{**path}", async context =>
        {
            using var answer = await http.GetAsync(new Uri(vendor, context.Request.Path.Value), HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            context.Response.ContentLength = answer.Content.Headers.ContentLength;
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
    }

    [SuppressMessage("Security", "CA2100", Justification = "The statements are those that EF Core sent a moment ago.")]
    private static async Task QueryAsync(BarePlan plan, CancellationToken cancellationToken)
    {
        await using DbConnection connection = plan.IsPostgres ? new NpgsqlConnection(plan.Connection) : new SqliteConnection(plan.Connection);
        await connection.OpenAsync(cancellationToken);
        foreach (var statement in plan.Statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement.Sql;
            foreach (var parameter in statement.Parameters)
            {
                var given = command.CreateParameter();
                (given.ParameterName, given.Value) = (parameter.Name, parameter.Value());
                command.Parameters.Add(given);
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    _ = reader.GetValue(column);
                }
            }
        }
    }

    // Objects and lists, so that the answer is serialized anew every time, as the hub's is.
    private static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => Plain(member.Value), StringComparer.Ordinal),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
