# Start, read the code, check it wrong and right, search: Ruby's own Net::HTTP, nothing installed.
require 'json'
require 'net/http'
require 'uri'

base, key, secret, number = ARGV
keys = { 'api_key' => key, 'api_secret' => secret }

post = lambda do |path, params|
  JSON.parse(Net::HTTP.post_form(URI.parse(base + path), params).body)
end

get = lambda do |path, params|
  uri = URI.parse(base + path)
  uri.query = URI.encode_www_form(params)
  request = Net::HTTP::Get.new(uri)
  request.basic_auth(key, secret)
  JSON.parse(Net::HTTP.start(uri.host, uri.port) { |http| http.request(request) }.body)
end

start = post.call('/verify/json', keys.merge('number' => number, 'brand' => 'Acme Inc'))
id = start['request_id']
code = nil
100.times do
  messages = get.call('/v1/sandbox/messages', 'to' => number)['messages']
  code = messages.first['code'] unless messages.empty?
  break if code
  sleep 0.1
end
abort 'no message came' unless code
wrong = ((code.to_i + 1) % 10**code.length).to_s.rjust(code.length, '0')

puts JSON.generate(
  'start' => start,
  'concurrent' => post.call('/verify/json', keys.merge('number' => number, 'brand' => 'A')),
  'wrong' => post.call('/verify/check/json', keys.merge('request_id' => id, 'code' => wrong)),
  'right' => post.call('/verify/check/json', keys.merge('request_id' => id, 'code' => code)),
  'search' => get.call('/verify/search/json', 'request_id' => id)
)
