# 2FA by GET, by form and by JSON: Ruby's own Net::HTTP, nothing installed.
require 'json'
require 'net/http'
require 'uri'

base, key, secret, number = ARGV
params = { 'api_key' => key, 'api_secret' => secret, 'to' => number }
uri = URI.parse("#{base}/sc/us/2fa/json")

query = uri.dup
query.query = URI.encode_www_form(params.merge('pin' => '610001'))
json = Net::HTTP.post(uri, JSON.generate(params.merge('pin' => '610003')),
                      'Content-Type' => 'application/json')

puts JSON.generate([
  JSON.parse(Net::HTTP.get(query)),
  JSON.parse(Net::HTTP.post_form(uri, params.merge('pin' => '610002')).body),
  JSON.parse(json.body)
])
