using System.Diagnostics.Metrics;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Recordings;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>The hub's own way to a vendor, put together for one provider file: sessions, pipeline, address rules.</summary>
internal sealed class TrialBench : IDisposable
{
    private readonly TrialSource _source;
    private readonly TimeProvider _clock;
    private readonly VendorHttpOptions _options = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly EgressHandlers _egress;
    private readonly VendorPipeline _pipeline;
    private readonly HashSet<string> _hosts;

    /// <param name="file">What is tried.</param>
    /// <param name="source">Whose answers.</param>
    /// <param name="clock">What sessions go by; waits are real.</param>
    public TrialBench(ProviderFile file, TrialSource source, TimeProvider clock)
    {
        (_source, _clock) = (source, clock);
        Connector = DeclarativeConnector.Of(file);
        _hosts = new HashSet<string>(file.Manifest.Hosts, StringComparer.OrdinalIgnoreCase);
        Log = new TrialLog(_hosts, source.Recording is { } recording ? new RecordingPlayer(recording) : null);
        if (source.Played is not null || source.Recording is not null)
        {
            // How quick this machine is says nothing of the file.
            (_options.SandboxOrigin, _options.InteractiveDeadline) = (source.Played, TimeSpan.FromMinutes(1));
        }

        _options.InteractiveDeadline = source.Deadline ?? _options.InteractiveDeadline;
        var (egress, options, meters) = (Options.Create(source.Egress), Options.Create(_options), _services.GetRequiredService<IMeterFactory>());
        _egress = new EgressHandlers(new EgressPolicy(egress, options), new SystemNameResolver(), options, egress, meters, NullLogger<EgressHandlers>.Instance);
        var circuits = new VendorCircuitBreakers(meters, TimeProvider.System, NullLogger<VendorCircuitBreakers>.Instance);
        _pipeline = new VendorPipeline(_egress, circuits, new VendorTime(TimeProvider.System), options, TimeProvider.System);
    }

    public DeclarativeConnector Connector { get; }

    public TrialLog Log { get; }

    /// <summary>What was typed, as the hub would take it: cleaned, with each address judged by the rules for addresses.</summary>
    public Result<IReadOnlyDictionary<string, string>> Clean(TrialConnection connection)
    {
        var (method, token) = (Connector.Manifest.Method(connection.Kind), connection.Fields.GetValueOrDefault(VendorCredential.AccessToken));
        if (method is null)
        {
            return Failure.Invalid("trial.no_such_way", $"The file has no way to connect of the kind '{VendorFailures.Clean(connection.Kind, 40)}'.");
        }

        if (!Connector.Normalize(connection.Kind, connection.Fields.Where(field => field.Key != VendorCredential.AccessToken).ToDictionary(StringComparer.Ordinal)).TryGet(out var clean, out var failure))
        {
            return failure;
        }

        foreach (var field in method.Fields.Where(field => field.Type == "url" && clean.ContainsKey(field.Name)))
        {
            if (_source.Recording is null && _egress.Policy.Refuse(clean[field.Name]) is { } reason)
            {
                return Failure.InvalidField(field.Name, $"{field.Label}: {reason}");
            }

            _hosts.Add(CredentialHosts.Of(new Uri(clean[field.Name])));
        }

        if (_source.Played is not null)
        {
            _options.SandboxHosts.UnionWith(_hosts);
        }

        return token is null ? Result<IReadOnlyDictionary<string, string>>.Success(clean)
            : new Dictionary<string, string>(clean, StringComparer.Ordinal) { [VendorCredential.AccessToken] = token };
    }

    /// <param name="kind">How the connection was made.</param>
    /// <param name="fields">All that was typed, cleaned.</param>
    /// <param name="found">Facts of the account, once they are known.</param>
    public VendorSession Session(string kind, IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, string>? found = null)
    {
        var manifest = Connector.Manifest;
        var secrets = (manifest.Method(kind)?.Fields ?? []).Where(field => field.Secret).Select(field => field.Name).Append(VendorCredential.AccessToken).ToHashSet(StringComparer.Ordinal);
        var facts = fields.Where(field => !secrets.Contains(field.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in found ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            facts[name] = value;
        }

        var (route, api) = (_options.RouteOf(manifest.Key), Connector.File.Api);
        var headers = api.Budgets.SelectMany(budget => new[] { budget.LimitHeader, budget.RemainingHeader, budget.ResetHeader }).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var door = new TrialDoor(Log, route, api.Credentials.GetValueOrDefault(kind) is { Place: "query" } placed ? placed.Name : null, headers);
        var authentication = new CredentialHandler(Connector, new VendorCredential(kind, fields), _hosts, route);
        var handler = _pipeline.Create(manifest.Key, authentication, background: false, manifest.UserUrl, organization: null, door);
        return new VendorSession(Connector, manifest.DisplayName, kind, new VendorSessionFacts(facts), handler, _clock) { DeadCredential = manifest.DeadCredential };
    }

    public void Dispose()
    {
        _egress.Dispose();
        _services.Dispose();
    }
}
