using System.Buffers;
using System.Collections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>
/// Encodes control characters in messages, properties and scopes of every log record, before console, OTLP or anything else
/// sees them: what a caller sends cannot begin a line of its own (SECURITY L2). What libraries log loses the secrets that stand in
/// addresses (SECURITY L1, <see cref="LogRedaction"/>).
/// </summary>
internal sealed class LogEncoding(LoggerFactory loggers) : ILoggerFactory
{
    public static IServiceCollection AddTo(IServiceCollection services)
    {
        services.AddSingleton<LoggerFactory>();
        return services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, LogEncoding>());
    }

    public ILogger CreateLogger(string categoryName) => new Encoder(loggers.CreateLogger(categoryName), LogRedaction.For(categoryName));

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose() => loggers.Dispose();

    private sealed class Encoder(ILogger inner, LogRedaction redaction) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => redaction.Allows(logLevel) && inner.IsEnabled(logLevel);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull =>
            inner.BeginScope(new Encoded<TState>(state, static (s, _) => s.ToString() ?? "", null, redaction));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (redaction.Allows(logLevel) && inner.IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, new Encoded<TState>(state, formatter, exception, redaction), exception, static (encoded, _) => encoded.ToString());
            }
        }
    }

    /// <summary>A record's or a scope's state, with every text in it encoded when it is read.</summary>
    private sealed class Encoded<TState>(TState state, Func<TState, Exception?, string> formatter, Exception? exception, LogRedaction redaction) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        private readonly IReadOnlyList<KeyValuePair<string, object?>> _properties =
            state as IReadOnlyList<KeyValuePair<string, object?>> ?? (state as IEnumerable<KeyValuePair<string, object?>>)?.ToArray() ?? [];

        public int Count => _properties.Count;

        public KeyValuePair<string, object?> this[int index]
        {
            get
            {
                var property = _properties[index];
                return new(property.Key, LogText.EncodeValue(redaction.OfValue(property.Value)));
            }
        }

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => LogText.Encode(redaction.Of(formatter(state, exception)));
    }
}
